import { expect, test } from 'vitest';
import { finishStep } from '../../../src/deploy/apply/finish-step.ts';
import type { ComposeFile } from '../../../src/deploy/model/compose-file.ts';
import type { FinishingStep } from '../../../src/deploy/model/step.ts';
import type { FakeEngine } from '../../../src/engine/fake.ts';
import { planOf, stackOf } from '../plan/workbench.ts';
import { engineWith } from './workbench.ts';

const { identity } = planOf(stackOf({ services: {} }));
const cause = 'the test wants it';
const rename: FinishingStep = { do: 'rename', service: 'db', to: 'shop_db_demo', cause };
const finish = (step: FinishingStep, engine: FakeEngine, former?: ComposeFile) =>
  finishStep(step, identity, { engine, drain: async () => undefined, former: async () => former });

test('done once or twice, it comes to the same', async () => {
  const engine = engineWith(['db', 'old']);
  const [, old] = await engine.listContainers();
  await engine.startContainer(old?.id ?? '');
  const steps: FinishingStep[] = [{ do: 'remove', service: 'old', containers: [old?.id ?? ''], cause }, rename];
  for (const step of [...steps, ...steps]) await finish(step, engine);
  expect(await engine.listContainers()).toMatchObject([{ service: 'db', name: 'shop_db_demo' }]);
});

test('nothing to rename is a failure', async () => {
  await expect(finish(rename, engineWith([]))).rejects.toMatchObject({ kind: 'not-found' });
});

const former: ComposeFile = { name: 'shop-demo', services: { web: { image: 'web:1', pre_stop: [{ command: ['say-goodbye'] }] } } };

async function leaving(exitCode: number) {
  const said: string[] = [];
  const exec = (command: string[]) => (said.push(command.join(' ')), { exitCode, output: 'nobody listens' });
  const engine = engineWith(['web'], { web: { exec } });
  const [web] = await engine.listContainers();
  await engine.startContainer(web?.id ?? '');
  const step: FinishingStep = { do: 'remove', service: 'web', containers: [web?.id ?? ''], cause };
  return { engine, said, step };
}

test('an old container goes with what its own version wants done before', async () => {
  const { engine, said, step } = await leaving(0);
  await finish(step, engine, former);
  expect(said).toEqual(['say-goodbye']);
  expect(await engine.listContainers()).toEqual([]);
});

test('a pre_stop hook that fails is told, and keeps no old container', async () => {
  const { engine, step } = await leaving(1);
  await expect(finish(step, engine, former)).rejects.toThrow("web's pre_stop hook `say-goodbye` exited with status 1");
  expect(await engine.listContainers()).toEqual([]);
  await finish(step, engine, former);
});
