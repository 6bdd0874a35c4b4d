import { expect, test } from 'vitest';
import { finishStep } from '../../../src/deploy/apply/finish-step.ts';
import type { FinishingStep } from '../../../src/deploy/model/step.ts';
import type { FakeEngine } from '../../../src/engine/fake.ts';
import { planOf, stackOf } from '../plan/workbench.ts';
import { engineWith } from './workbench.ts';

const { identity } = planOf(stackOf({ services: {} }));
const cause = 'the test wants it';
const rename: FinishingStep = { do: 'rename', service: 'db', to: 'shop_db_demo', cause };
const finish = (step: FinishingStep, engine: FakeEngine) => finishStep(step, identity, { engine, drain: async () => undefined });

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
