import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../src/serve.ts';

async function served(environment: Record<string, string>) {
  const home = await mkdtemp(join(tmpdir(), 'portside-serve-'));
  const lines: string[] = [];
  const ground = { PATH: process.env['PATH'] ?? '', PORTSIDE_HOME: home, API_PORT: '0', WEBSOCKET_PORT: '0', LOG_LEVEL: 'debug' };
  const serving = await serve({
    environment: { ...ground, ...environment },
    currentDirectory: home,
    version: '0.0.0',
    writeLog: (line) => lines.push(line),
  });
  onTestFinished(async () => {
    await serving.close();
    await rm(home, { recursive: true });
  });
  const url = serving.endpoints.find(({ name }) => name === 'api')?.url ?? '';
  const run = async (...tasks: string[]) => {
    const headers = { authorization: `Bearer ${environment['EXECUTOR_TOKEN']}` };
    const answer = await fetch(`${url}/execute`, { method: 'POST', headers, body: JSON.stringify({ tasks }) });
    return answer.text();
  };
  return { run, lines };
}

test('no secret of the environment is in an answer or in the log: by name, by shape, in a URL', async () => {
  const secrets = {
    EXECUTOR_TOKEN: '0123456789abcdef',
    ANTHROPIC_API_KEY: 'canary-key-1',
    INNOCENT: 'q7Rk2ZpX9mLw4TnB8vYc3HsD',
    // Nobody listens there: what the log says of that is looked at too.
    REDIS_URL: 'redis://:hush%21hush-7@127.0.0.1:1',
  };
  const { run, lines } = await served(secrets);
  const answer = await run('printenv', 'echo canary-key-1 hush!hush-7 0123456789abcdef', 'portside-no-such-program hush!hush-7');
  expect(answer).toContain('ANTHROPIC_API_KEY=***');
  expect(answer).toContain('REDIS_URL=redis://:***@127.0.0.1:1');
  expect(answer).toContain('*** *** ***');
  expect(answer).not.toContain('EXECUTOR_TOKEN');
  expect(`${answer}\n${lines.join('\n')}`).not.toMatch(/canary-key-1|hush(?:!|%21)hush|q7Rk2ZpX9|0123456789abcdef/);
  expect(lines.join('\n')).toContain('"command":"echo *** *** ***"');
});

test('a word that is a password too is not taken out of what it stands in', async () => {
  const { run } = await served({ EXECUTOR_TOKEN: '0123456789abcdef', DB_PASSWORD: 'postgres' });
  expect(await run('echo the service postgres')).toContain('the service postgres');
});

test('where a token cannot be kept it says so, and what to do', async () => {
  const environment = { PORTSIDE_HOME: '/dev/null/nowhere', API_PORT: '0', WEBSOCKET_PORT: '0' };
  const serving = serve({ environment, currentDirectory: tmpdir(), version: '0.0.0', writeLog: () => undefined });
  await expect(serving).rejects.toMatchObject({
    code: 'executor-token-unwritable',
    exit: 2,
    hint: expect.stringContaining('EXECUTOR_TOKEN'),
  });
});

test('two that start at once ask for the same token', async () => {
  const home = await mkdtemp(join(tmpdir(), 'portside-serve-'));
  const environment = { PORTSIDE_HOME: home, API_PORT: '0', WEBSOCKET_PORT: '0', LOG_LEVEL: 'error' };
  const both = await Promise.all(
    [1, 2].map(() => serve({ environment, currentDirectory: home, version: '0.0.0', writeLog: () => undefined })),
  );
  onTestFinished(async () => {
    await Promise.all(both.map(({ close }) => close()));
    await rm(home, { recursive: true });
  });
  const token = (await readFile(join(home, 'executor-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}` };
  const asked = both.map(({ endpoints }) => fetch(`${endpoints[0]?.url}/executions/none/status`, { headers }));
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([404, 404]);
});
