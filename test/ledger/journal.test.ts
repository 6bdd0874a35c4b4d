import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Commitment } from '../../src/deploy/model/commitment.ts';
import { type Journal, journal } from '../../src/ledger/journal.ts';
import { locks } from '../../src/ledger/lock.ts';
import { systemIds } from '../../src/system/ids.ts';
import { machine, owner } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

const execution = { uuid: 'e1', action: 'up', composeName: 'hello-a' };
const removeNetwork = { undo: 'remove-network', name: 'hello-a_net', execution: 'e1' } as const;
const removeVolume = { undo: 'remove-volume', name: 'hello-a_data', execution: 'e1' } as const;

const commitment: Commitment = {
  identity: { project: 'hello', instance: 'a', composeName: 'hello-a', directory: '/srv/hello' },
  finishing: [{ do: 'remove-network', name: 'hello-a_old', cause: 'replaced' }],
  instance: { status: 'running', revision: 3, canary: null },
  leases: [],
  revision: 3,
  record: { execution_uuid: 'e1' } as Commitment['record'],
  about: { counts: true },
};

let here: Machine;
beforeEach(async () => {
  here = await machine();
  here.alive.add(10).add(20);
});
afterEach(() => here.close());

test('what a living process works on is not unfinished, until it lets go of the instance', async () => {
  const lock = await locks(here.database, owner(10), here.processes, here.clock, systemIds).acquire('hello-a', 'up');
  await journalOf(10).begin(execution);
  expect(await journalOf(20).unfinished()).toEqual([]);
  await lock.release();
  expect(await journalOf(20).unfinished()).toMatchObject([{ uuid: 'e1', locked: false }]);
});

test('a process that works on the instance again finds what it left unfinished itself', async () => {
  const lockOf = () => locks(here.database, owner(10), here.processes, here.clock, systemIds).acquire('hello-a', 'up');
  const first = await lockOf();
  await journalOf(10).begin(execution);
  await first.release();
  await lockOf();
  await journalOf(10).begin({ ...execution, uuid: 'e2' });
  expect(await journalOf(10).unfinished()).toMatchObject([{ uuid: 'e1', locked: false }]);
  expect(await journalOf(20).unfinished()).toMatchObject([{ uuid: 'e1' }]);
});

test('a clock that is set back makes nobody’s work look left behind', async () => {
  await locks(here.database, owner(10), here.processes, here.clock, systemIds).acquire('hello-a', 'up');
  here.clock.set(here.clock.now() - 60_000);
  await journalOf(10).begin(execution);
  expect(await journalOf(20).unfinished()).toEqual([]);
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

test('what is committed says what is left to do, to whoever finds it', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).commit('e1', commitment);
  here.alive.delete(10);
  expect(await journalOf(20).unfinished()).toMatchObject([{ uuid: 'e1', committed: commitment }]);
});

test('a canary is nobody’s leftover, and keeps its undos', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).stepBegun('e1', 1, 'create network hello-a_net', removeNetwork);
  await journalOf(10).park('e1');
  here.alive.delete(10);
  expect(await journalOf(20).unfinished()).toEqual([]);
  expect(await journalOf(20).parked('hello-b')).toBeUndefined();
  expect(await journalOf(20).parked('hello-a')).toMatchObject({ uuid: 'e1', undos: [{ undo: removeNetwork }] });
});

test.each([
  { what: 'promotes', how: (killed: Journal) => killed.commit('e1', commitment), committed: commitment },
  { what: 'takes back', how: (killed: Journal) => killed.resume('e1'), committed: undefined },
])('who $what a canary works on it, and leaves it unfinished where he is killed', async ({ how, committed }) => {
  await journalOf(10).begin(execution);
  await journalOf(10).park('e1');
  here.alive.delete(10);
  here.clock.set(here.clock.now() + 60_000);
  await locks(here.database, owner(20), here.processes, here.clock, systemIds).acquire('hello-a', 'up');
  await how(journalOf(20));
  here.alive.add(30);
  expect(await journalOf(30).parked('hello-a')).toBeUndefined();
  expect(await journalOf(30).unfinished()).toEqual([]);
  here.alive.delete(20);
  const [left] = await journalOf(30).unfinished();
  expect(left).toMatchObject({ uuid: 'e1', owner: { pid: 20 } });
  expect(left?.committed).toEqual(committed);
});

test('what has ended leaves nothing to clear up', async () => {
  await journalOf(10).begin(execution);
  await journalOf(10).stepBegun('e1', 1, 'create network hello-a_net', removeNetwork);
  await journalOf(10).end('e1');
  here.alive.delete(10);
  expect(await journalOf(20).unfinished()).toEqual([]);
});

const journalOf = (pid: number) => journal(here.database, owner(pid), here.processes, here.clock);
