import { expect, test } from 'vitest';
import { conclude } from '../../../src/deploy/conclude/conclude.ts';
import { takeBack } from '../../../src/deploy/conclude/take-back.ts';
import { label } from '../../../src/deploy/model/labels.ts';
import type { Undo } from '../../../src/deploy/model/step.ts';
import { unfinishedOf } from '../../../src/deploy/recover/unfinished.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { attempted, composeName, diskFull, replaced, underWay } from './workbench.ts';

test('what was verified and cannot be written down has failed: it is undone, and recorded', async () => {
  const bench = await underWay({}, ({ journal }) => ({ journal: { ...journal, commit: diskFull } }));
  await replaced(bench);
  const { record, exit } = await conclude(bench.deployment, attempted('verified'));
  expect(exit).toBe(1);
  expect(record).toMatchObject({
    error: 'it was verified, and could not be made final: the disk is full',
    failure: { stage: 'record', undo_problems: [] },
    deployment: { endpoints: [] },
  });
  expect(await bench.looked()).toEqual(['first web running']);
  expect(await bench.tools.revisions.list(composeName)).toMatchObject([{ number: 1, executionUuid: 'first' }]);
  expect(await bench.tools.history.get('second')).toBeDefined();
  expect(await unfinishedOf(composeName, bench.tools)).toEqual([]);
});

test('where its revision cannot be written, and its record neither, why it failed is still told', async () => {
  const bench = await underWay({}, ({ revisions, history }) => ({
    revisions: { ...revisions, put: diskFull },
    history: { ...history, append: diskFull },
  }));
  await replaced(bench);
  const { record, exit } = await conclude(bench.deployment, attempted('verified'));
  expect(exit).toBe(1);
  expect(record.error).toBe('it was verified, and could not be made final: the disk is full');
  expect(await bench.looked()).toEqual(['first web running']);
  expect(bench.events).toContainEqual(expect.objectContaining({ message: 'there is no record of this: the disk is full' }));
  expect(bench.events.at(-1)).toMatchObject({ event: 'end', record });
});

test('a canary that cannot be parked does not wait', async () => {
  const bench = await underWay({ canary: 10 }, ({ journal }) => ({ journal: { ...journal, park: diskFull } }));
  await replaced(bench);
  expect(await conclude(bench.deployment, attempted('verified'))).toMatchObject({ exit: 1 });
  expect((await bench.tools.instances.find(composeName))?.canary).toBeUndefined();
  expect(await bench.looked()).toEqual(['first web running']);
});

test('an engine that refuses nothing, a ledger that takes all: it is final', async () => {
  const bench = await underWay();
  await replaced(bench);
  expect(await conclude(bench.deployment, attempted('verified'))).toMatchObject({ exit: 0, record: { metrics: { success: true } } });
  expect(await bench.tools.instances.find(composeName)).toMatchObject({ executionUuid: 'second', revision: 2 });
  expect(await unfinishedOf(composeName, bench.tools)).toEqual([]);
});

const portTaken = { blame: { message: 'port 8001 is taken', stage: 'apply' }, takenPorts: [8001] };

test('what could not be taken back after a taken port is in the record, and stays in the journal', async () => {
  const bench = await underWay();
  await replaced(bench);
  const { removeContainer } = bench.engine;
  bench.engine.removeContainer = () => Promise.reject(new EngineError('other', 'device is busy'));
  const takenBack = await takeBack(bench.deployment);
  bench.engine.removeContainer = removeContainer;
  const { record } = await conclude(bench.deployment, attempted('failed', { ...portTaken, takenBack }));
  expect(record.failure).toMatchObject({
    undo_problems: ['remove the new container of web: device is busy'],
    old_version: { detail: expect.stringContaining('the old version') },
  });
  expect(await unfinishedOf(composeName, bench.tools)).toMatchObject([{ uuid: 'second', undos: [{ seq: 0 }] }]);
});

const unwell = { blame: { message: 'web: exit code 1', stage: 'verify', service: 'web' } };

test('what failed and has run is kept for a look where that is asked', async () => {
  const bench = await underWay({ keep: true });
  await replaced(bench);
  expect(await conclude(bench.deployment, attempted('failed', unwell))).toMatchObject({ exit: 1, kept: true });
  expect(await bench.looked()).toEqual(['first web exited', 'second web running']);
  expect(await bench.tools.instances.find(composeName)).toMatchObject({ status: 'failed', executionUuid: 'second' });
});

test('where nothing new has run there is nothing to look at: what ran before runs again', async () => {
  const bench = await underWay({ keep: true });
  const undos: Undo[] = [
    { undo: 'start-again', service: 'web', containers: [bench.old] },
    { undo: 'remove-containers', composeName, execution: 'second' },
  ];
  bench.deployment.undos = undos.map((undo, seq) => ({ seq, undo }));
  bench.engine.add({ composeName, service: 'web', number: 2, labels: { [label.execution]: 'second' } });
  await bench.engine.stopContainer(bench.old);
  const ended = await conclude(bench.deployment, attempted('failed', { blame: { message: 'cannot copy data first', stage: 'apply' } }));
  expect(ended.kept).toBeUndefined();
  expect(await bench.looked()).toEqual(['first web running']);
});

test('what was taken back already is not called kept', async () => {
  const bench = await underWay({ keep: true });
  await replaced(bench);
  const takenBack = { problems: ['remove the new container of web: device is busy'] };
  expect((await conclude(bench.deployment, attempted('failed', { ...portTaken, takenBack }))).kept).toBeUndefined();
  expect(await unfinishedOf(composeName, bench.tools)).toMatchObject([{ uuid: 'second' }]);
});
