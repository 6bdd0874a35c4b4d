import { expect, test } from 'vitest';
import { undo } from '../../../src/deploy/apply/undo.ts';
import { undoOf } from '../../../src/deploy/apply/undo-of.ts';
import { composeLabel, label } from '../../../src/deploy/model/labels.ts';
import type { Step, Undo } from '../../../src/deploy/model/step.ts';
import type { FakeEngine } from '../../../src/engine/fake.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { planOf, stackOf } from '../plan/workbench.ts';
import { engineWith, recordingCompose, statesOf } from './workbench.ts';

const composeName = 'shop-demo';
const ours = { [composeLabel.project]: composeName, [label.execution]: 'first' };
const removeNetwork: Undo = { undo: 'remove-network', name: 'shop-demo_net' };
const removeVolume: Undo = { undo: 'remove-volume', name: 'shop-demo_data', execution: 'first' };
const removeContainers: Undo = { undo: 'remove-containers', composeName, execution: 'first' };

async function takenBack(undos: Undo[], engine: FakeEngine) {
  const log: string[] = [];
  const tell = (what: string, problem?: string) => void log.push(problem ? `${what}: ${problem}` : what);
  const struck: number[] = [];
  const strike = async (seq: number) => void struck.push(seq);
  const undoables = undos.map((one, seq) => ({ seq, undo: one }));
  const problems = await undo(undoables, { engine, compose: recordingCompose(log), environment: {}, run: {}, strike, tell });
  return { log, problems, struck };
}

test('in the order given, newest first', async () => {
  const engine = engineWith(['db', 'web']);
  await engine.createNetwork('shop-demo_net', {}, ours);
  await engine.createVolume('shop-demo_data', {}, ours);
  expect(await takenBack([removeContainers, removeVolume, removeNetwork], engine)).toEqual({
    log: ['remove the containers of shop-demo', 'remove volume shop-demo_data', 'remove network shop-demo_net'],
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
  expect(problems).toEqual(['remove the containers of shop-demo: device is busy']);
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

test('a volume that somebody else had made before keeps its data', async () => {
  const engine = engineWith([]);
  await engine.createVolume('shop-demo_data', {}, { [composeLabel.project]: composeName, [label.execution]: 'before' });
  expect(await takenBack([removeVolume], engine)).toMatchObject({ problems: [] });
  expect(await engine.listVolumes({})).toEqual(['shop-demo_data']);
});

test('a changed service is brought back from the plan before, and looked at', async () => {
  const restore: Undo = { undo: 'restore', composeName, directory: '/home/me/shop', composeFile: '/state/before.json', service: 'web' };
  const { log, problems } = await takenBack([restore], engineWith(['web']));
  expect(problems).toEqual(['bring back web as it was: shop-demo-web-1 is created']);
  expect(log).toEqual(['compose recreate web /state/before.json', 'bring back web as it was: shop-demo-web-1 is created']);
});

test('what is no error of the engine is a bug, and thrown', async () => {
  const engine = engineWith([]);
  engine.removeNetwork = () => Promise.reject(new TypeError('oops'));
  await expect(takenBack([removeNetwork], engine)).rejects.toThrow(TypeError);
});

const cause = '';
const recreate: Step = { do: 'recreate', service: 'web', added: false, needs: [], cause };
const ofService: Undo = { ...removeContainers, service: 'web' };
const restored: Undo = { undo: 'restore', composeName, directory: '/home/me/shop', composeFile: '/state/before.json', service: 'web' };

test.each<[string, Step, Undo | undefined]>([
  ['a network', { do: 'create-network', name: 'shop-demo_net', definition: {}, labels: {}, cause }, removeNetwork],
  ['a volume', { do: 'create-volume', name: 'shop-demo_data', definition: {}, labels: {}, cause }, removeVolume],
  ['containers', { do: 'create-containers', services: ['web'], cause }, removeContainers],
  ['an added service', { ...recreate, added: true }, ofService],
  ['a changed service', recreate, restored],
  ['a start', { do: 'start', service: 'web', needs: [], by: 'engine', cause }, undefined],
  ['a removal', { do: 'remove', service: 'web', containers: [], cause }, undefined],
])('how %s is taken back', (_what, step, expected) => {
  expect(undoOf(step, planOf(stackOf({ services: {} })), '/state/before.json')).toEqual(expected);
});

test('without the plan before, the new container at least is removed', () => {
  expect(undoOf(recreate, planOf(stackOf({ services: {} })), undefined)).toEqual(ofService);
});
