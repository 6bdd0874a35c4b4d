import { expect, test } from 'vitest';
import { UserError } from '../../../src/contract/user-error.ts';
import { type Again, type UndoTools, type UndoVolumes, undo } from '../../../src/deploy/apply/undo.ts';
import { undoOf } from '../../../src/deploy/apply/undo-of.ts';
import { composeLabel, label } from '../../../src/deploy/model/labels.ts';
import type { Step, Undo } from '../../../src/deploy/model/step.ts';
import type { FakeEngine } from '../../../src/engine/fake.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { planOf, stackOf } from '../plan/workbench.ts';
import { engineWith, statesOf } from './workbench.ts';

const composeName = 'shop-demo';
const ours = { [composeLabel.project]: composeName, [label.execution]: 'first' };
const removeNetwork: Undo = { undo: 'remove-network', name: 'shop-demo_net', execution: 'first' };
const removeVolume: Undo = { undo: 'remove-volume', name: 'shop-demo_data', execution: 'first' };
const removeContainers: Undo = { undo: 'remove-containers', composeName, execution: 'first' };

async function takenBack(
  undos: Undo[],
  engine: FakeEngine,
  changes: Partial<UndoVolumes> = {},
  again?: Again,
  more: Partial<UndoTools> = {},
) {
  const log: string[] = [];
  const tell = (what: string, problem?: string) => void log.push(problem ? `${what}: ${problem}` : what);
  const switchTo = async (service: string, slot: string) => void log.push(`${service} is served from ${slot}`);
  const configureBack = async (execution: string) => void log.push(`the edge is configured as before ${execution}`);
  const struck: number[] = [];
  const strike = async (seq: number) => void struck.push(seq);
  const volumes: UndoVolumes = {
    release: async ({ held }) => void log.push(`${held.length} released`),
    restore: async ({ id }) => (log.push(`${id} restored`), { filled: true }),
  };
  const undoables = undos.map((one, seq) => ({ seq, undo: one }));
  const problems = await undo(undoables, {
    ...{ engine, switchTo, configureBack, strike, tell },
    volumes: { ...volumes, ...changes },
    ...(again ? { again } : {}),
    ...more,
  });
  return { log, problems, struck };
}

test('in the order given, newest first', async () => {
  const engine = engineWith(['db', 'web']);
  await engine.createNetwork('shop-demo_net', {}, ours);
  await engine.createVolume('shop-demo_data', {}, ours);
  expect(await takenBack([removeContainers, removeVolume, removeNetwork], engine)).toEqual({
    log: ['remove the new containers of shop-demo', 'remove volume shop-demo_data', 'remove network shop-demo_net'],
    problems: [],
    struck: [0, 1, 2],
  });
  expect([await engine.listContainers(), await engine.listNetworks({}), await engine.listVolumes({})]).toEqual([[], [], []]);
});

test('a problem is told, and the rest goes on', async () => {
  const engine = engineWith(['db']);
  await engine.createNetwork('shop-demo_net', {}, ours);
  engine.removeContainer = () => Promise.reject(new EngineError('other', 'device is busy'));
  const { problems, struck } = await takenBack([removeContainers, removeNetwork], engine);
  expect(struck).toEqual([1]);
  expect(problems).toEqual(['remove the new containers of shop-demo: device is busy']);
  expect(await engine.listNetworks({})).toEqual([]);
});

test('only what this execution made is removed', async () => {
  const engine = engineWith(['web']);
  engine.add({ composeName, service: 'db', labels: { [label.execution]: 'before' } });
  engine.add({ composeName: 'shop-other', service: 'web', labels: { [label.execution]: 'first' } });
  await takenBack([removeContainers], engine);
  expect(await statesOf(engine)).toEqual({ db: 'created' });
  expect(await engine.listContainers()).toHaveLength(2);
});

test('of one service only where the undo names it', async () => {
  const engine = engineWith(['db', 'web']);
  await takenBack([{ ...removeContainers, service: 'web' }], engine);
  expect(await statesOf(engine)).toEqual({ db: 'created' });
});

test('a volume and a network that somebody else had made before stay', async () => {
  const engine = engineWith([]);
  const theirs = { [composeLabel.project]: composeName, [label.execution]: 'before' };
  await engine.createVolume('shop-demo_data', {}, theirs);
  await engine.createNetwork('shop-demo_net', {}, theirs);
  expect(await takenBack([removeVolume, removeNetwork], engine)).toMatchObject({ problems: [] });
  expect(await engine.listVolumes({})).toEqual(['shop-demo_data']);
  expect(await engine.listNetworks({})).toEqual(['shop-demo_net']);
});

test('old containers are started again when nothing new is in their way, those that others need first', async () => {
  const engine = engineWith(['db', 'web']);
  const [db, web] = (await engine.listContainers()).map(({ id }) => id);
  const startAgain = (service: string, id = ''): Undo => ({ undo: 'start-again', service, containers: [id] });
  const old = engine.add({ composeName, service: 'web', labels: { ...ours, [label.execution]: 'before' } });
  const undos: Undo[] = [{ ...removeContainers, service: 'web' }, startAgain('web', old), startAgain('db', db), removeNetwork];
  expect(await takenBack(undos, engine)).toEqual({
    log: ['remove the new container of web', 'remove network shop-demo_net', 'start the old db again', 'start the old web again'],
    problems: [],
    struck: [0, 3, 2, 1],
  });
  expect([await engine.inspectContainer(web ?? ''), (await engine.inspectContainer(old))?.state]).toEqual([undefined, 'running']);
});

test('an old container starts once what it needs is there; nothing else is waited for', async () => {
  const engine = engineWith(['db', 'web']);
  const [db, web] = (await engine.listContainers()).map(({ id }) => id);
  const undos = [
    { undo: 'start-again' as const, service: 'db', containers: [db ?? ''] },
    { undo: 'start-again' as const, service: 'web', containers: [web ?? ''] },
  ];
  const waits: unknown[] = [];
  const again = {
    order: ['db', 'web'],
    start: (_service: string, id: string) => engine.startContainer(id),
    awaitNeeds: async (service: string) => void waits.push([service, await statesOf(engine)]),
  };
  const { log } = await takenBack(undos, engine, {}, again);
  expect(log).toEqual(['start the old db again', 'start the old web again']);
  expect(waits).toEqual([
    ['db', { db: 'created', web: 'created' }],
    ['web', { db: 'running', web: 'created' }],
  ]);
});

const refusing = (first: number) => {
  const asked: number[] = [];
  const strike = async (seq: number) => {
    if (asked.push(seq) <= first) throw new UserError({ code: 'disk-full', exit: 2, message: 'the disk is full' });
  };
  return { asked, strike };
};

test('a journal that cannot be written keeps no old container from running again', async () => {
  const engine = engineWith(['web']);
  const old = engine.add({ composeName, service: 'db', labels: { [label.execution]: 'before' } });
  const { asked, strike } = refusing(9);
  const undos: Undo[] = [removeContainers, { undo: 'start-again', service: 'db', containers: [old] }];
  const { problems } = await takenBack(undos, engine, {}, undefined, { strike });
  const unwritten = 'it is done, but that could not be written down: the disk is full';
  expect(problems).toEqual([`remove the new containers of shop-demo: ${unwritten}`, `start the old db again: ${unwritten}`]);
  expect(await statesOf(engine)).toEqual({ db: 'running' });
  // Once, and once more when everybody runs: each may take as long as the ledger has patience.
  expect(asked).toEqual([0, 0]);
});

test('a journal that can be written again has everything struck off', async () => {
  const { asked, strike } = refusing(1);
  const { problems } = await takenBack([removeContainers, removeNetwork], engineWith(['web']), {}, undefined, { strike });
  expect({ problems, asked }).toEqual({ problems: [], asked: [0, 0, 1] });
});

test('the edge goes back to the slot before', async () => {
  const { log } = await takenBack([{ undo: 'switch-back', composeName, service: 'web', slot: 'a' }], engineWith([]));
  expect(log).toEqual(['web is served from a', 'switch back to the old web']);
});

test('a new version that still gets the requests stays, and how it goes stays in the journal', async () => {
  const engine = engineWith(['web', 'worker']);
  const switchTo = () => Promise.reject(new EngineError('other', 'the edge refuses'));
  const undos: Undo[] = [
    { undo: 'switch-back', composeName, service: 'web', slot: 'a' },
    { ...removeContainers, service: 'web' },
    { ...removeContainers, service: 'worker' },
    removeContainers,
  ];
  const { problems, struck } = await takenBack(undos, engine, {}, undefined, { switchTo });
  expect(problems).toEqual([
    'switch back to the old web: the edge refuses',
    'remove the new container of web: the new web stays, for it still gets the requests',
    'remove the new containers of shop-demo: the new web stays, for it still gets the requests',
  ]);
  expect(struck).toEqual([2]);
  expect(await statesOf(engine)).toEqual({ web: 'created' });
});

test('an old container that somebody removed is told, and not looked for again', async () => {
  const engine = engineWith(['db']);
  const [db] = await engine.listContainers();
  const undos: Undo[] = [{ undo: 'start-again', service: 'db', containers: ['gone', db?.id ?? ''] }];
  const { problems, struck } = await takenBack(undos, engine);
  expect({ problems, struck }).toEqual({ problems: ['start the old db again: somebody removed its container'], struck: [0] });
  expect(await statesOf(engine)).toEqual({ db: 'running' });
});

test('a container that is there, and whose network is not, is started another time', async () => {
  const engine = engineWith(['db']);
  const [db] = await engine.listContainers();
  engine.startContainer = () => Promise.reject(new EngineError('not-found', 'network shop-demo_net not found'));
  const { struck } = await takenBack([{ undo: 'start-again', service: 'db', containers: [db?.id ?? ''] }], engine);
  expect(struck).toEqual([]);
});

test('a folder that cannot be removed is a problem like any other', async () => {
  const { release } = refusingRelease('/home/snapshots/s1 cannot be written: it is not yours to write');
  const one: Undo = { undo: 'release', composeName, execution: 'first', held: [] };
  const { problems, struck } = await takenBack([one, removeNetwork], engineWith([]), { release });
  expect(problems).toEqual(['let everybody go on: /home/snapshots/s1 cannot be written: it is not yours to write']);
  expect(struck).toEqual([1]);
});

const refusingRelease = (message: string) => ({
  release: () => Promise.reject(new UserError({ code: 'not-writable', exit: 2, message })),
});

test('what is no error of the engine is a bug, and thrown, when the rest is taken back', async () => {
  const engine = engineWith(['db']);
  const [db] = await engine.listContainers();
  engine.listNetworks = () => Promise.reject(new TypeError('oops'));
  const undos: Undo[] = [removeNetwork, { undo: 'start-again', service: 'db', containers: [db?.id ?? ''] }];
  await expect(takenBack(undos, engine)).rejects.toThrow(TypeError);
  expect(await statesOf(engine)).toEqual({ db: 'running' });
});

const cause = '';
const ofService: Undo = { ...removeContainers, service: 'web' };

test.each<[string, Step, Undo | undefined]>([
  ['a network', { do: 'create-network', name: 'shop-demo_net', definition: {}, labels: {}, cause }, removeNetwork],
  ['a volume', { do: 'create-volume', name: 'shop-demo_data', definition: {}, labels: {}, cause }, removeVolume],
  ['containers', { do: 'create-containers', services: ['web'], scale: {}, cause }, removeContainers],
  ['a start', { do: 'start', service: 'web', containers: 'new', needs: [], cause }, ofService],
  ['a stop', { do: 'stop', service: 'web', containers: ['w1'], cause }, { undo: 'start-again', service: 'web', containers: ['w1'] }],
  ['a switch', { do: 'switch', service: 'web', slot: 'b', cause }, { undo: 'switch-back', composeName, service: 'web', slot: 'a' }],
  ['a removal', { do: 'remove', service: 'web', containers: [], cause }, undefined],
])('how %s is taken back', (_what, step, expected) => {
  expect(undoOf(step, planOf(stackOf({ services: {} })))).toEqual(expected);
});

const restore: Undo = {
  ...{ undo: 'restore-snapshot', composeName, execution: 'first', id: 's1', volumes: ['shop-demo_data'] },
  held: [{ service: 'db', by: 'stop', containers: ['db-old'] }],
};

test('volumes are filled again after what is new has gone, and before what is old starts', async () => {
  const engine = engineWith(['web']);
  const db = engine.add({ composeName, service: 'db', labels: { [label.execution]: 'before' } });
  const { log } = await takenBack([removeContainers, { undo: 'start-again', service: 'db', containers: [db] }, restore], engine);
  expect(log).toEqual([
    'remove the new containers of shop-demo',
    's1 restored',
    'restore shop-demo_data from snapshot s1',
    'start the old db again',
  ]);
});

test('nobody is started on half of its data, and how it is finished stays in the journal', async () => {
  const engine = engineWith(['web']);
  const db = engine.add({ composeName, service: 'db', labels: { [label.execution]: 'before' } });
  const undos: Undo[] = [
    { undo: 'start-again', service: 'web', containers: [] },
    { undo: 'start-again', service: 'db', containers: [db] },
    restore,
    { undo: 'release', composeName, execution: 'first', held: [{ service: 'db', by: 'stop', containers: [db] }] },
  ];
  const problem = new EngineError('other', 'the disk is full');
  const { problems, struck } = await takenBack(undos, engine, { restore: async () => ({ filled: false, problem }) });
  expect(problems).toEqual([
    'restore shop-demo_data from snapshot s1: the disk is full',
    'let db go on: db stays stopped: its data is half restored',
    'start the old db again: db stays stopped: its data is half restored',
  ]);
  expect(struck).toEqual([0]);
  expect(await statesOf(engine)).toMatchObject({ db: 'created' });
});

test('nobody is started on data that a killed try may have left half restored, where this one cannot even begin', async () => {
  const engine = engineWith([]);
  const db = engine.add({ composeName, service: 'db', labels: { [label.execution]: 'before' } });
  const restoring = () => Promise.reject(new EngineError('other', 'a helper cannot be removed'));
  const { struck } = await takenBack([{ undo: 'start-again', service: 'db', containers: [db] }, restore], engine, { restore: restoring });
  expect(struck).toEqual([]);
  expect(await statesOf(engine)).toEqual({ db: 'created' });
});

test('volumes that were filled are never filled again, over newer data, though somebody does not run', async () => {
  const problem = new EngineError('port-taken', 'port 8001 is taken');
  const { problems, struck } = await takenBack([restore], engineWith(['web']), { restore: async () => ({ filled: true, problem }) });
  expect({ problems, struck }).toEqual({ problems: ['restore shop-demo_data from snapshot s1: port 8001 is taken'], struck: [0] });
});
