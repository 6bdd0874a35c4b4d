import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeName, diskFull, halfRestored, withVolumes } from './workbench.ts';

test('down finishes what a killed restore left half filled, and starts nobody for it', async () => {
  const { down, engine, tools, wordIn, ids } = await halfRestored();
  const started: string[] = [];
  const { startContainer } = engine;
  engine.startContainer = async (id) => (started.push(id), startContainer(id));
  expect(await down()).toMatchObject({ exit: 0 });
  expect(Object.values(ids).filter((id) => started.includes(id))).toEqual([]);
  expect([await wordIn('db'), await wordIn('web')]).toEqual(['old', 'old']);
  expect(await tools.journal.unfinished()).toEqual([]);
});

test('where it cannot be finished, down says so, and how it is finished stays in the journal', async () => {
  const { down, engine, undos, tools, wordIn } = await halfRestored();
  const mend = diskFull(engine);
  const { exit, record } = await down();
  expect({ exit, error: record.error }).toEqual({
    exit: 1,
    error: expect.stringContaining('half restored: restore shop-demo_db, shop-demo_web from snapshot'),
  });
  expect(await engine.listContainers()).toEqual([]);
  expect((await undos()).map(({ undo }) => undo)).toEqual(['restore-snapshot']);
  expect(await tools.instances.find(composeName)).toMatchObject({ status: 'down' });
  mend();
  expect(await down()).toMatchObject({ exit: 0 });
  expect([await wordIn('db'), await wordIn('web')]).toEqual(['old', 'old']);
  expect(await tools.journal.unfinished()).toEqual([]);
});

test('down --volumes has nothing to finish', async () => {
  const { down, engine, tools } = await halfRestored();
  expect(await down(true)).toMatchObject({ exit: 0 });
  expect(await engine.listVolumes({})).toEqual([]);
  expect(await tools.journal.unfinished()).toEqual([]);
});

test('a helper goes without the volume that it worked on, be that one without a name', async () => {
  const { down, engine, tools } = await withVolumes();
  const nameless = 'b'.repeat(64);
  await engine.createVolume(nameless, {}, {});
  await tools.journal.begin({ uuid: 'killed', action: 'snapshot', composeName });
  const mounts = [{ volume: nameless, target: '/portside/volume' }];
  await engine.createContainer({
    ...{ image: 'busybox:1.37', entrypoint: [], command: [], mounts, user: '0:0' },
    labels: { 'portside.helper': composeName },
  });
  expect(await down()).toMatchObject({ exit: 0 });
  expect(await engine.listContainers()).toEqual([]);
  expect(await engine.listVolumes({})).toContain(nameless);
});

test('helpers and half a snapshot do not outlive down', async () => {
  const { down, engine, tools } = await withVolumes();
  await tools.journal.begin({ uuid: 'killed', action: 'snapshot', composeName });
  const undo = { composeName, execution: 'killed', snapshot: 's1', held: [] };
  await tools.journal.stepBegun('killed', 0, 'copy', { undo: 'release', ...undo });
  await tools.snapshots.begin(composeName, 's1');
  const mounts = [{ volume: 'shop-demo_db', target: '/portside/volume' }];
  await engine.createContainer({
    ...{ image: 'busybox:1.37', entrypoint: [], command: [], mounts, user: '0:0' },
    labels: { 'portside.helper': composeName },
  });
  expect(await down(true)).toMatchObject({ exit: 0 });
  expect(await engine.listContainers()).toEqual([]);
  expect(existsSync(join(tools.home, 'snapshots', composeName, 's1'))).toBe(false);
});
