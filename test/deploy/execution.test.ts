import { expect, test } from 'vitest';
import type { ExecutionEvent } from '../../src/contract/events.ts';
import { beginExecution } from '../../src/deploy/execution.ts';
import { createRedactor } from '../../src/redaction/redact.ts';

function execution() {
  let now = 5000;
  const heard: ExecutionEvent[] = [];
  const redactor = createRedactor();
  const clock = { now: () => now, monotonic: () => now, sleep: async (ms: number) => void (now += ms) };
  const begun = beginExecution({
    ...{ uuid: 'e1', action: 'up', clock, redactor, signal: new AbortController().signal },
    listen: (event) => heard.push(event),
  });
  return { begun, heard, clock, redactor };
}

test('every event carries its execution and the seconds since its beginning', async () => {
  const { begun, heard, clock } = execution();
  await clock.sleep(1234.5678);
  begun.say({ event: 'note', message: 'hello' });
  expect(heard).toEqual([{ execution_uuid: 'e1', at: 1.235, event: 'note', message: 'hello' }]);
});

test('a stage says when it begins and ends, and its seconds add up', async () => {
  const { begun, heard, clock } = execution();
  await begun.stage('resolve', () => clock.sleep(100));
  await begun.stage('resolve', () => clock.sleep(50));
  expect(heard.map((event) => ('state' in event ? `${event.state} ${event.at}` : ''))).toEqual([
    'begin 0',
    'end 0.1',
    'begin 0.1',
    'end 0.15',
  ]);
  expect(begun.stages()).toEqual({ resolve: 0.15 });
  expect(begun.elapsed()).toBe(0.15);
});

test('one that throws ends too', async () => {
  const { begun, heard } = execution();
  await expect(begun.stage('build', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(heard.at(-1)).toMatchObject({ event: 'stage', stage: 'build', state: 'end' });
});

test('no event carries a secret', () => {
  const { begun, heard, redactor } = execution();
  redactor.learnEnvironment({ API_TOKEN: 'canary-8d1f0c' });
  begun.say({ event: 'output', source: 'compose', line: 'using canary-8d1f0c' });
  expect(JSON.stringify(heard)).not.toContain('canary');
});
