import { expect } from 'vitest';
import { docker } from '../support/outside.ts';
import { type Running, runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { test } from '../support/workplace.ts';

const changed: [string, string] = ['networks:\n  back:', 'networks:\n  back:\n    driver_opts: { com.docker.network.driver.mtu: "1400" }'];

test('a changed network definition moves its services, and loses nothing', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const worker = await sightingsOf('worker', running.composeName);
  await inside(running, 'store', 'echo precious > /data/file');

  await running.change(changed, '--settle', '0s');

  expect(await inside(running, 'web', 'wget -q -O - http://store:8080/file')).toBe('precious');
  expect(await inside(running, 'web', 'cat /sys/class/net/eth*/mtu')).toContain('1400');
  expect(await sightingsOf('worker', running.composeName)).toEqual(worker);
  const [before, after] = [networks(running.before), networks(await at.left())];
  expect(after).toHaveLength(2);
  expect(after.filter((network) => before.includes(network))).toEqual(after.filter((network) => network.includes('front')));
  expect((await running.containers()).map(({ service }) => service)).toEqual(['store', 'web', 'worker']);
  expect(await at.portside('down', 'demo', '--volumes')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});

test('where that fails, the services are back in the old network', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  await inside(running, 'store', 'echo precious > /data/file');
  await running.project.edit(...changed);
  await running.project.edit('command: httpd -f -p 8080 -h /tmp', 'command: [sh, -c, "echo lost; exit 3"]');

  const { exit, record, stderr } = await running.up();

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ service: 'web', undo_problems: [], old_version: { verified: true } });
  expect(await at.left()).toEqual(running.before);
  expect(await inside(running, 'web', 'wget -q -O - http://store:8080/file')).toBe('precious');
});

function networks(things: string[]): string[] {
  return things.filter((thing) => thing.startsWith('network'));
}

async function inside({ composeName }: Running, service: string, command: string): Promise<string> {
  const [container] = await sightingsOf(service, composeName);
  return docker(['exec', container?.id ?? '', 'sh', '-c', command]);
}
