import { expect, test } from 'vitest';
import { clearAway } from '../../../src/deploy/recover.ts';
import { diskFull, composeName, withVolumes } from './workbench.ts';

/** A restore that broke off in the middle. */
async function halfRestored(volumes?: string[]) {
  const bench = await withVolumes();
  const { id } = await bench.snapshot();
  await bench.write('new', 'db', 'web');
  const mend = diskFull(bench.engine);
  await bench.restore(id, volumes);
  mend();
  return { ...bench, id, recover: async () => clearAway(composeName, await bench.tools.connect(), bench.tools) };
}

test('what finishes a killed restore fills once, and never again though it is killed while it starts everybody', async () => {
  const { engine, recover, undos, words, ids, states } = await halfRestored();
  const { startContainer } = engine;
  const atStart: string[][] = [];
  engine.startContainer = async (container) => {
    if (Object.values(ids).includes(container)) atStart.push((await undos()).map(({ undo }) => undo));
    return startContainer(container);
  };
  expect(await recover()).toEqual([]);
  expect(atStart.flat()).not.toContain('restore-snapshot');
  expect(await words()).toBe('old old');
  expect(await states()).toEqual(['running', 'running']);
});
