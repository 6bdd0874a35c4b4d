import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isolationLabels } from '../../src/agents/isolation/leftovers.ts';
import { label } from '../../src/deploy/model/labels.ts';
import { describeFix } from '../../src/doctor/fix.ts';
import { improve } from '../../src/doctor/looks/improve.ts';
import { mend } from '../../src/doctor/mend.ts';
import { leftBehind } from '../../src/improve/left-behind.ts';
import { newRun } from '../../src/loop/run.ts';
import { runStore } from '../../src/loop/run-store.ts';
import { startTimeOf } from '../../src/system/process.ts';
import { lookAt, workbench } from './tools.ts';

const directory = '/srv/shop';
const startedAt = Date.UTC(2026, 10, 21, 12);

/** A run that was begun by a process, and is in the middle of its first try. */
async function withRun(process: { pid?: number; startTime?: string } = {}) {
  const bench = await workbench(process);
  const plain = { ...bench.tools, generated: { of: async () => ({}), remove: async () => undefined } as never };
  const tools = { ...plain, improve: leftBehind(plain, { host: 'here', isAlive: async ({ pid }) => pid === 1 }) };
  const store = runStore(bench.home, directory);
  const id = '3fa2b1cd-0000-4000-8000-000000000000';
  await store.save(newRun({ id, directory, agent: 'claude', until: 'verified', criteria: [], startedAt, base: 'abc' }));
  await tools.locks.acquire(`improve ${directory}`, 'improve');
  return { ...bench, tools, store };
}

type Bench = Awaited<ReturnType<typeof withRun>>;

async function copy({ tools, engine, store }: Bench, instance = 'improve-3fa2b1cd-2', folder = join(store.folder, 'trial', 'shop')) {
  const identity = { project: 'shop', instance, composeName: `shop-${instance}`, directory: folder };
  await tools.instances.claim(identity, { name: 'shop', directory: folder, files: [], envFiles: [], profiles: [] });
  await tools.instances.update(identity.composeName, { status: 'running', executionUuid: 'e' });
  const labels = { [label.instance]: instance, [label.project]: 'shop', [label.directory]: folder, [label.execution]: 'e' };
  const id = engine.add({ composeName: identity.composeName, service: 'web', labels });
  await engine.startContainer(id);
}

const living = async () => ({ pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' });
const dead = { pid: 2 ** 22 + 1, startTime: 'long ago' };
const told = async (bench: Bench) => (await lookAt(improve, bench)).map(({ level, message }) => `${level}: ${message}`);

test('a run that did not end is a note: whose, since when, and how it goes on', async () => {
  const bench = await withRun(dead);
  expect(await lookAt(improve, bench)).toEqual([
    {
      level: 'note',
      message: 'the run of `improve` in /srv/shop has not ended: claude, 0 tries, since 2026-11-21T12:00:00.000Z',
      repair: 'portside improve /srv/shop goes on with it; --restart drops it, and begins anew',
    },
  ]);
});

test('a run that is at work is left alone, with all that it has', async () => {
  const bench = await withRun(await living());
  await copy(bench);
  expect(await told(bench)).toEqual(['ok: no run of `improve` waits to be gone on with, or left anything']);
});

test('throw-away instances of a run that was killed are removed by --fix, and the run can still be gone on with', async () => {
  const bench = await withRun(dead);
  await copy(bench);
  const seen = await lookAt(improve, bench);
  expect(seen).toMatchObject([
    { level: 'note' },
    { level: 'warning', message: expect.stringContaining('left a throw-away instance: shop/improve-3fa2b1cd-2') },
  ]);
  const fixes = seen.flatMap((one) => one.fixes ?? []);
  expect(fixes.map(describeFix)).toEqual([
    'remove shop/improve-3fa2b1cd-2 with what its volumes hold: thrown away by the run of improve anyway',
  ]);
  for (const fix of fixes) expect(await mend(fix, bench.tools.connect, bench.tools)).toEqual({});
  expect((await bench.tools.instances.list()).map(({ instance }) => instance)).not.toContain('improve-3fa2b1cd-2');
  expect(await told(bench)).toEqual([expect.stringMatching(/^note: /)]);
});

test('instances of a run that is over are removed too; one that a user called so is his', async () => {
  const bench = await withRun(dead);
  await bench.store.remove();
  await copy(bench, 'improve-99999999-1', '/srv/shop');
  expect(await told(bench)).toEqual([expect.stringMatching(/^ok: /)]);
  await copy(bench);
  const [seen] = await lookAt(improve, bench);
  expect(seen?.message).toBe('a run of `improve` that is over left a throw-away instance: shop/improve-3fa2b1cd-2');
  for (const fix of seen?.fixes ?? []) expect(await mend(fix, bench.tools.connect, bench.tools)).toEqual({});
  expect((await bench.tools.instances.list()).map(({ instance }) => instance)).toEqual(['improve-99999999-1']);
});

test('what shut in the agent of a process that is gone is named and removed; that of a living one, or of another machine, is not', async () => {
  const bench = await withRun(await living());
  const { engine } = bench;
  const of = (pid: number, host = 'here') => isolationLabels({ host, pid, startTime: 'x' });
  for (const labels of [of(1), of(2), of(2, 'there')]) engine.add({ composeName: '', service: '', labels });
  await engine.createVolume('way-out-1', {}, of(1));
  await engine.createVolume('way-out-2', {}, of(2));
  const [seen] = await lookAt(improve, bench);
  expect(seen).toMatchObject({ level: 'warning', message: expect.stringMatching(/left container \S+, volume way-out-2$/) });
  for (const fix of seen?.fixes ?? []) expect(await mend(fix, bench.tools.connect, bench.tools)).toEqual({});
  const left = await engine.listContainers({ [label.isolation]: 'true' });
  expect([left.map(({ labels }) => labels[label.owner]), await engine.listVolumes({ [label.isolation]: 'true' })]).toEqual([
    ['here 1 x', 'there 2 x'],
    ['way-out-1'],
  ]);
  expect(await told(bench)).toEqual([expect.stringMatching(/^ok: /)]);
});
