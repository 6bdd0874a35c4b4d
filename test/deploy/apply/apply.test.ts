import { expect, test } from 'vitest';
import { type ApplyTools, apply as applyPlan } from '../../../src/deploy/apply/apply.ts';
import type { Plan } from '../../../src/deploy/model/plan.ts';
import { label } from '../../../src/deploy/model/labels.ts';
import type { Need, Step } from '../../../src/deploy/model/step.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { planOf, stackOf } from '../plan/workbench.ts';
import { applyTools, engineWith, gate, idle, recordingCompose, statesOf, verdictOf } from './workbench.ts';

const plan = planOf(stackOf({ services: {} }));
const cause = 'the test wants it';
const apply = (steps: Step[], whole: Plan, tools: ApplyTools) => applyPlan({ ...whole, steps }, tools);
const network: Step = { do: 'create-network', name: 'shop-demo_net', definition: {}, labels: {}, cause };
const create: Step = { do: 'create-containers', services: ['db', 'web'], scale: {}, cause };
const needing = (...services: string[]): Need[] =>
  services.map((service) => ({ service, condition: 'service_healthy' as const, required: true }));
const start = (service: string, needs: Need[] = []): Step => ({ do: 'start', service, containers: 'new', needs, cause });
const stopping = (service: string, containers: string[]): Step => ({ do: 'stop', service, containers, cause });
const refusal = new EngineError('port-taken', 'port 8001 is taken');

test('what they stand on first, then the containers, then the starts; each journalled before and after', async () => {
  const log: string[] = [];
  const engine = engineWith(['db']);
  expect(await apply([start('db'), create, network], plan, applyTools(log, engine))).toBeUndefined();
  expect(log).toEqual([
    ...['begun create network shop-demo_net (undo: remove-network)', 'begin create network shop-demo_net', 'done 0'],
    'end create network shop-demo_net',
    ...['begun create db, web (undo: remove-containers)', 'begin create db, web', 'compose create /state/plan.json', 'done 1'],
    'end create db, web',
    ...['begun start db (undo: remove-containers)', 'begin start db', 'done 2', 'end start db'],
  ]);
  expect(await statesOf(engine)).toEqual({ db: 'running' });
});

test('a start waits until what it needs holds; others do not wait for it', async () => {
  const log: string[] = [];
  const engine = engineWith(['db', 'mail', 'web']);
  const healthy = gate();
  const waitFor = (need: Need) => healthy.passed.then(() => verdictOf(need.service, 'passed'));
  const applied = apply([start('db'), start('web', needing('db')), start('mail')], plan, applyTools(log, engine, { waitFor }));
  await idle();
  expect(await statesOf(engine)).toEqual({ db: 'running', mail: 'running', web: 'created' });
  healthy.open();
  expect(await applied).toBeUndefined();
  expect(await statesOf(engine)).toMatchObject({ web: 'running' });
});

test('a need is not even looked at before the step that brings it is done', async () => {
  const engine = engineWith(['db', 'web']);
  const asked: string[] = [];
  const slow = gate();
  const startContainer = engine.startContainer.bind(engine);
  engine.startContainer = (id) => slow.passed.then(() => startContainer(id));
  const waitFor = async (need: Need) => (asked.push(need.service), verdictOf(need.service, 'passed'));
  const applied = apply([start('db'), start('web', needing('db'))], plan, applyTools([], engine, { waitFor }));
  await idle();
  expect(asked).toEqual([]);
  slow.open();
  await applied;
  expect(asked).toEqual(['db']);
});

test('the first failure stops the rest, and is told; the failed step has no end in the journal', async () => {
  const log: string[] = [];
  const engine = engineWith(['db', 'web'], { db: { startError: refusal } });
  const failure = await apply([start('db'), start('web', needing('db'))], plan, applyTools(log, engine));
  expect(failure).toEqual({ failed: 'step', step: start('db'), error: refusal });
  expect(log).toEqual(['begun start db (undo: remove-containers)', 'begin start db', 'failed start db']);
});

test('who waits for something else meanwhile is told to stop, and takes no blame', async () => {
  const engine = engineWith(['db', 'mail', 'web'], { mail: { startError: refusal } });
  const waitFor = async (need: Need, signal: AbortSignal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return verdictOf(need.service, 'failed');
  };
  const steps = [start('db'), start('web', needing('db')), start('mail')];
  expect(await apply(steps, plan, applyTools([], engine, { waitFor }))).toMatchObject({ failed: 'step', error: refusal });
});

test('a need that fails is the failure of the step that has it', async () => {
  const engine = engineWith(['db', 'web']);
  const waitFor = async (need: Need) => verdictOf(need.service, 'failed');
  const failure = await apply([start('db'), start('web', needing('db'))], plan, applyTools([], engine, { waitFor }));
  expect(failure).toMatchObject({ failed: 'need', step: { service: 'web' }, verdict: { service: 'db' } });
  expect(await statesOf(engine)).toEqual({ db: 'running', web: 'created' });
});

test('one that is not required is looked at, and no more', async () => {
  const engine = engineWith(['web']);
  const waitFor = async (need: Need) => verdictOf(need.service, 'failed');
  const optional = needing('db').map((need) => ({ ...need, required: false }));
  expect(await apply([start('web', optional)], plan, applyTools([], engine, { waitFor }))).toBeUndefined();
});

test('what it needs is awaited before the old version is stopped', async () => {
  const log: string[] = [];
  const engine = engineWith(['db', 'web']);
  const old = engine.add({ composeName: 'shop-demo', service: 'web', labels: { [label.execution]: 'before' } });
  await engine.startContainer(old);
  const healthy = gate();
  const waitFor = (need: Need) => healthy.passed.then(() => verdictOf(need.service, 'passed'));
  const applied = apply([start('db'), stopping('web', [old]), start('web', needing('db'))], plan, applyTools(log, engine, { waitFor }));
  await idle();
  expect(await engine.inspectContainer(old)).toMatchObject({ state: 'running' });
  healthy.open();
  expect(await applied).toBeUndefined();
  expect(await engine.inspectContainer(old)).toMatchObject({ state: 'exited' });
  expect(log.filter((line) => line.startsWith('begun'))).toEqual([
    'begun start db (undo: remove-containers)',
    'begun stop the old web (undo: start-again)',
    'begun start web once db is healthy (undo: remove-containers)',
  ]);
});

test('the old containers stay as they are when the new ones start', async () => {
  const engine = engineWith(['web']);
  const old = engine.add({ composeName: 'shop-demo', service: 'web', labels: { [label.execution]: 'before' } });
  expect(await apply([start('web')], plan, applyTools([], engine))).toBeUndefined();
  const states = (await engine.listContainers()).map(({ id, state }) => [id === old, state]);
  expect(states.toSorted()).toEqual([
    [false, 'running'],
    [true, 'created'],
  ]);
});

test('nothing is sent to a new version that does not prove itself', async () => {
  const log: string[] = [];
  const prove = async () => [verdictOf('web', 'failed')];
  const steps: Step[] = [start('web'), { do: 'switch', service: 'web', slot: 'b', cause }];
  const failure = await apply(steps, plan, applyTools(log, engineWith(['web']), { prove }));
  expect(failure).toMatchObject({ failed: 'proof', verdict: { service: 'web' } });
  expect(log.join()).not.toContain('switch');
});

test('who is in the way stops first, who only leaves last', async () => {
  const log: string[] = [];
  const steps: Step[] = [stopping('gone', []), start('web'), { do: 'stop', service: 'old', containers: [], early: true, cause }];
  expect(await apply(steps, plan, applyTools(log, engineWith(['web'])))).toBeUndefined();
  expect(log.filter((line) => line.startsWith('end'))).toEqual(['end stop the old old', 'end start web', 'end stop the old gone']);
});

test('an interruption stops before the next step', async () => {
  const log: string[] = [];
  const signal = AbortSignal.abort();
  expect(await apply([network, start('db')], plan, applyTools(log, engineWith(['db']), { signal }))).toEqual({ failed: 'interrupted' });
  expect(log).toEqual([]);
});

test('a step that breaks because of the interruption is no failure of its own', async () => {
  const stop = new AbortController();
  const compose = recordingCompose([], {
    create: async () => {
      stop.abort();
      throw new EngineError('compose', 'signal: terminated');
    },
  });
  expect(await apply([create], plan, applyTools([], engineWith([]), { compose, signal: stop.signal }))).toEqual({ failed: 'interrupted' });
});

test('what is not an error of the engine is a bug, and thrown', async () => {
  const compose = recordingCompose([], { create: () => Promise.reject(new TypeError('oops')) });
  await expect(apply([create], plan, applyTools([], engineWith([]), { compose }))).rejects.toThrow(TypeError);
});

test('that something new gets at the data is written down before it does; what ran before is nothing new', async () => {
  const log: string[] = [];
  const tools = applyTools(log, engineWith(['db', 'web']));
  const journal = { ...tools.journal, dataTouched: async () => void log.push('touched') };
  const again: Step = { do: 'start', service: 'db', containers: [], needs: [], cause };
  const writing = { ...tools, journal };
  await apply([again], plan, writing);
  expect(log).not.toContain('touched');
  await apply([stopping('web', []), start('web')], plan, writing);
  expect(log.filter((line) => /^(touched|begun)/.test(line)).slice(1)).toEqual([
    'begun stop the old web (undo: start-again)',
    'touched',
    'begun start web (undo: remove-containers)',
  ]);
});

const copy: Step = { do: 'snapshot', id: 's-now', volumes: [{ name: 'data' }], held: [], cause };
const early: Step = { do: 'stop', service: 'web', containers: [], early: true, cause };

test('before a restore everybody stands still for the copy too; whoever stood still is looked at anew', async () => {
  const order = async (...steps: Step[]) => {
    const log: string[] = [];
    const lookAgain = async () => void log.push('look again');
    await apply(steps, plan, applyTools(log, engineWith(['web']), { lookAgain }));
    return log.flatMap((line) => (line === 'look again' ? [line] : line.startsWith('begin ') ? [line.slice(6)] : []));
  };
  const restore: Step = { do: 'restore', id: 's-then', volumes: ['data'], held: [], cause };
  expect(await order(copy, restore, early)).toEqual([
    'stop the old web',
    ...['copy data first', 'look again'],
    ...['restore data from snapshot s-then', 'look again'],
  ]);
  expect(await order(early, copy)).toEqual(['copy data first', 'look again', 'stop the old web']);
});
