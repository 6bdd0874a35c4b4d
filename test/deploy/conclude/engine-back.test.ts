import { expect, test } from 'vitest';
import { engineBack, fallenWith, inStartOrder } from '../../../src/deploy/conclude/engine-back.ts';
import type { Expectation } from '../../../src/deploy/model/plan.ts';
import type { Undo } from '../../../src/deploy/model/step.ts';
import { createFakeEngine } from '../../../src/engine/fake.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { systemClock } from '../../../src/system/clock.ts';

const startAgain = (service: string, ...containers: string[]): Undo => ({ undo: 'start-again', service, containers });

async function running(...services: string[]) {
  const engine = createFakeEngine({ clock: systemClock });
  const ids: Record<string, string> = {};
  for (const service of services) {
    ids[service] = engine.add({ composeName: 'shop', service });
    await engine.startContainer(ids[service]);
  }
  return { engine, ids, observed: { containers: await engine.listContainers() } };
}

const mayComplete = (service: string, proof: Expectation['proof'] = 'settled') => ({ service, proof, mayComplete: true }) as Expectation;

test('what ran before and has ended is started again, but for what a step stopped or what is gone', async () => {
  const { engine, ids, observed } = await running('fell', 'stopped', 'up', 'gone');
  for (const service of ['fell', 'stopped']) await engine.stopContainer(ids[service] ?? '');
  await engine.removeContainer(ids['gone'] ?? '', { volumes: true });
  const undos = [{ seq: 1, undo: startAgain('stopped', ids['stopped'] ?? '') }];
  expect(await fallenWith(engine, observed, { undos, expectations: [] })).toEqual([startAgain('fell', ids['fell'] ?? '')]);
});

test('what is meant to end stays ended; what may end, unless it was cut off', async () => {
  const { engine, ids, observed } = await running('migrate', 'worker');
  for (const id of Object.values(ids)) await engine.stopContainer(id);
  const expectations = [mayComplete('migrate', 'completed'), mayComplete('worker')];
  expect(await fallenWith(engine, observed, { undos: [], expectations })).toEqual([startAgain('worker', ids['worker'] ?? '')]);
});

test('whoever is needed is started before those that need it', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const needs = { 'com.docker.compose.depends_on': 'db:service_started:false' };
  engine.add({ composeName: 'shop', service: 'web', labels: needs });
  engine.add({ composeName: 'shop', service: 'db' });
  const observed = { containers: await engine.listContainers() };
  const undos = ['db', 'web'].map((service, seq) => ({ seq, undo: startAgain(service, service) }));
  // The oldest, which stands last, is started first.
  expect(inStartOrder(undos, observed).map(({ seq }) => seq)).toEqual([1, 0]);
});

test('an engine that is there is not waited for; one that comes back is, and it is told', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const told: string[] = [];
  const tell = (message: string) => void told.push(message);
  expect(await engineBack(engine, { clock: systemClock, tell })).toBe(true);
  expect(told).toEqual([]);

  let away = true;
  const info = () => (away ? Promise.reject(new EngineError('unreachable', 'gone')) : engine.info());
  const back = engineBack({ ...engine, info }, { clock: systemClock, tell: (message) => ((away = false), tell(message)) });
  expect(await back).toBe(true);
  expect(told).toEqual([expect.stringContaining('the engine does not answer: waiting for it'), 'the engine answers again']);
});
