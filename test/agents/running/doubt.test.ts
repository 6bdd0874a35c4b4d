import { expect, test } from 'vitest';
import { createCommand } from '../../../src/agents/command.ts';
import { PATH, assignment, options } from '../assignment.ts';

const environment = { PATH, HOME: '/nowhere' };

async function says(text: string, exitCode = 0) {
  const code = `console.error(${JSON.stringify(text)}); process.exitCode = ${exitCode}`;
  const agent = createCommand(options(environment, { command: [process.execPath, '-e', code] }));
  return agent.work(await assignment(environment, {}));
}

test('one that ends well and speaks of its provider is doubted, no more', async () => {
  const report = await says('litellm.InternalServerError: Error code: 503 - Service Unavailable');
  expect(report.outcome).toEqual({ kind: 'done' });
  expect(report.doubt).toEqual({ kind: 'infrastructure', reason: 'litellm.InternalServerError: Error code: 503 - Service Unavailable' });
});

test('one that ends well with other words is not, and one that ended badly needs no doubt', async () => {
  expect((await says('answer.js said 41; it says 42 now.')).doubt).toBeUndefined();
  const failed = await says('API Error: 529 Overloaded', 1);
  expect(failed.outcome.kind).toBe('infrastructure');
  expect(failed.doubt).toBeUndefined();
});

test('one that ends well and speaks of a login or of credit may speak of its work: only where it changed nothing that counts', async () => {
  const report = await says('Strangers get 401 Unauthorized now, and an order without credit 402 Payment Required.');
  expect(report.outcome).toEqual({ kind: 'done' });
  expect(report.doubt?.kind).toBe('needs-a-person');
  expect((await says('Not logged in. Please run /login', 1)).outcome.kind).toBe('needs-a-person');
  expect((await says('You have hit your usage limit.')).outcome.kind).toBe('wait-until');
});
