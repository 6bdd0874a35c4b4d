import { afterEach, beforeEach, expect, test } from 'vitest';
import { journal } from '../../src/ledger/journal.ts';
import { locks } from '../../src/ledger/lock.ts';
import { machine, owner } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

const execution = { uuid: 'e1', action: 'up', composeName: 'hello-a' };
const removeNetwork = { undo: 'remove-network', name: 'hello-a_net' } as const;
const removeVolume = { undo: 'remove-volume', name: 'hello-a_data', execution: 'e1' } as const;

let here: Machine;
beforeEach(async () => {
  here = await machine();
  here.alive.add(10).add(20);
});
afterEach(() => here.close());

test('what a living process works on is not unfinished, until it lets go of the instance', async () => {
  const lock = await locks(here.database, owner(10), here.processes, here.clock).acquire('hello-a', 'up');
  await journalOf(10).begin(execution);
  expect(await journalOf(20).unfinished()).toEqual([]);
  await lock.release();
  expect(await journalOf(20).unfinished()).toMatchObject([{ uuid: 'e1', locked: false }]);
});

test('what was taken back is struck off, and never taken back again', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).stepBegun('e1', 1, 'create network hello-a_net', removeNetwork);
  await journalOf(10).stepBegun('e1', 2, 'create volume hello-a_data', removeVolume);
  await journalOf(20).stepUndone('e1', 2);
  expect(await journalOf(20).unfinished()).toMatchObject([{ undos: [{ seq: 1, undo: removeNetwork }] }]);
});

test('an instance of which nothing is left has nothing unfinished', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).begin({ ...execution, uuid: 'e2', composeName: 'hello-b' });
  await journalOf(20).endAll('hello-a');
  expect(await journalOf(20).unfinished()).toMatchObject([{ uuid: 'e2' }]);
});

test('what a killed process left tells how to take it back, the last step first', async () => {
  const killed = journalOf(10);
  await killed.begin(execution);
  await killed.stepBegun('e1', 1, 'create network hello-a_net', removeNetwork);
  await killed.stepDone('e1', 1);
  await killed.stepBegun('e1', 2, 'look around', undefined);
  await killed.stepBegun('e1', 3, 'create volume hello-a_data', removeVolume);
  await killed.child('e1', { pid: 11, startTime: 'started-11' });
  here.alive.delete(10);
  expect(await journalOf(20).unfinished()).toEqual([
    {
      ...execution,
      beganAt: 1_000_000,
      owner: { ...owner(10), heartbeat: 0 },
      child: { pid: 11, startTime: 'started-11' },
      steps: [
        { seq: 1, description: 'create network hello-a_net', state: 'done', undo: removeNetwork },
        { seq: 2, description: 'look around', state: 'begun' },
        { seq: 3, description: 'create volume hello-a_data', state: 'begun', undo: removeVolume },
      ],
      locked: false,
      undos: [
        { seq: 3, undo: removeVolume },
        { seq: 1, undo: removeNetwork },
      ],
    },
  ]);
});

test('a child that has ended is forgotten', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).child('e1', { pid: 11, startTime: 'started-11' });
  await journalOf(10).child('e1', undefined);
  here.alive.delete(10);
  expect(await journalOf(20).unfinished()).toMatchObject([{ uuid: 'e1' }]);
  expect((await journalOf(20).unfinished())[0]?.child).toBeUndefined();
});

test('what has ended leaves nothing to clear up', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).stepBegun('e1', 1, 'create network hello-a_net', removeNetwork);
  await journalOf(10).end('e1');
  here.alive.delete(10);
  expect(await journalOf(20).unfinished()).toEqual([]);
});

const journalOf = (pid: number) => journal(here.database, owner(pid), here.processes, here.clock);
