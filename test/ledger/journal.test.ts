import { afterEach, beforeEach, expect, test } from 'vitest';
import { journal } from '../../src/ledger/journal.ts';
import { machine, owner } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

const execution = { uuid: 'e1', action: 'up', composeName: 'hello-a' };
const removeNetwork = { undo: 'remove-network', name: 'hello-a_net' } as const;
const removeVolume = { undo: 'remove-volume', composeName: 'hello-a', name: 'hello-a_data' } as const;

let here: Machine;
beforeEach(async () => {
  here = await machine();
  here.alive.add(10).add(20);
});
afterEach(() => here.close());

test('what a living process works on is not unfinished', async () => {
  await journalOf(10).begin(execution);
  expect(await journalOf(20).unfinished()).toEqual([]);
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
      undos: [removeVolume, removeNetwork],
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
