import { expect, test } from 'vitest';
import { apply as applyPlan } from '../../../src/deploy/apply/apply.ts';
import { BeforeFailed } from '../../../src/deploy/apply/before-failed.ts';
import type { Step } from '../../../src/deploy/model/step.ts';
import { blameApply } from '../../../src/deploy/explain/failure.ts';
import { planOf, stackOf } from '../plan/workbench.ts';
import { applyTools, engineWith, statesOf } from './workbench.ts';

const cause = 'it changed';
const before = (service: string, early: boolean): Step => ({
  ...{ do: 'before', service, command: ['migrate'], cause },
  needs: [{ service: 'db', condition: 'service_started', required: true }],
  ...(early ? { early } : {}),
});
const stop: Step = { do: 'stop', service: 'web', containers: ['old'], cause };
const start = (service: string): Step => ({ do: 'start', service, containers: 'new', needs: [], cause });

function apply(steps: Step[], tools: ReturnType<typeof applyTools>) {
  return applyPlan({ ...planOf(stackOf({ services: { db: {}, web: {} } })), steps }, tools);
}

test('what it needs stands still: it runs before anything is touched', async () => {
  const log: string[] = [];
  await apply(
    [{ ...stop, service: 'db', early: true }, before('web', true), stop, start('web')],
    applyTools(log, engineWith(['db', 'web'])),
  );
  const did = log.filter((line) => !/^(?:begun|done|begin)/.test(line));
  expect(did).toEqual([
    'migrate in the new web',
    'end run migrate before web once db runs',
    'end stop the old db',
    'end stop the old web',
    'end start web',
  ]);
});

test('else it runs once that holds, and before its own service is stopped', async () => {
  const log: string[] = [];
  await apply([start('db'), before('web', false), stop, start('web')], applyTools(log, engineWith(['db', 'web'])));
  const did = log.filter((line) => line.startsWith('end'));
  expect(did).toEqual(['end start db', 'end run migrate before web once db runs', 'end stop the old web', 'end start web']);
});

test('one that fails stops everything, with nothing touched, and says what it said', async () => {
  const engine = engineWith(['db', 'web']);
  const end = { service: 'web', command: ['migrate'], exitCode: 3, lines: ['no such table: ships'] };
  const runBefore = () => Promise.reject(new BeforeFailed(end));
  const failure = await apply([before('web', true), stop, start('web')], applyTools([], engine, { runBefore }));
  expect(failure).toEqual({ failed: 'before', end });
  expect(await statesOf(engine)).toEqual({ db: 'created', web: 'created' });
  if (failure?.failed !== 'before') throw new Error('it did not fail');
  expect(blameApply(failure).message).toBe('web: `migrate`, which x-portside.before has run first, ended with exit code 3');
});
