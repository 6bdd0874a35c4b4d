import { expect } from 'vitest';
import { docker } from '../support/outside.ts';
import { runInstance } from '../support/running.ts';
import { type Sighting, sightingsOf } from '../support/sightings.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);
const replacements = 10;

test('data in a VOLUME that only the image declares survives ten replacements', async ({ at }) => {
  const running = await runInstance(at, source);
  const seen = new Set<string>();
  const note = (containers: Sighting[]) => containers.forEach(({ id }) => seen.add(id));
  note(await sightingsOf('web', running.composeName));

  for (let count = 1; count <= replacements; count++) {
    const [web] = await sightingsOf('web', running.composeName);
    await docker(['exec', web?.id ?? '', 'sh', '-c', `echo ${count} >> /data/log`]);
    await running.change([`VERSION: "${count - 1}"`, `VERSION: "${count}"`], '--settle', '0s');
    note(await sightingsOf('web', running.composeName));
  }

  const counted = Array.from({ length: replacements }, (_, place) => `${place + 1}\n`).join('');
  expect(await running.answer('/log')).toBe(counted);
  expect(seen.size).toBe(replacements + 1);
  const kept = (things: string[]) => things.filter((thing) => !thing.startsWith('container'));
  expect(kept(await at.left())).toEqual(kept(running.before));
  expect(await running.containers()).toHaveLength(2);
});

test('a volume whose definition changed is refused before anything is touched', async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();
  await running.project.edit('volumes:\n  named:', 'volumes:\n  named:\n    driver_opts: { type: tmpfs, device: tmpfs }');
  await running.project.edit('VERSION: "0"', 'VERSION: "1"');

  const { exit, stderr } = await running.up();

  expect(exit, stderr).toBe(3);
  expect(stderr).toMatch(/named/);
  expect(await running.containers()).toEqual(before);
  expect(await at.left()).toEqual(running.before);
});
