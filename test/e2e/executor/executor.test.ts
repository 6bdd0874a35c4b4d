import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { docker } from '../support/outside.ts';
import { test } from '../support/workplace.ts';
import { execute, executorProject, health, reach, standing } from './example.ts';

const wscat = fileURLToPath(new URL('../../../node_modules/.bin/wscat', import.meta.url));

test('two copies come up at once, each verified and with a token of its own, and a client from npm talks to both', async ({ at }) => {
  const project = await executorProject(at);
  const copies = await Promise.all([at.up(project.directory, '--new'), at.up(project.directory, '--new')]);
  for (const { exit, record, stderr } of copies) {
    expect(exit, stderr).toBe(0);
    expect(record.probes).toContainEqual(expect.objectContaining({ kind: 'websocket', outcome: 'passed', detail: 'handshake done' }));
  }
  const reached = await Promise.all(copies.map(({ record }) => reach(at, project, record.deployment.instance_id)));
  expect(new Set(reached.flatMap(({ api, websocket, token }) => [api, websocket, token])).size).toBe(6);
  for (const { websocket, token } of reached) {
    const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: 'echo hello' } });
    expect(await said(`${websocket}?token=${token}`, call, 'process.completed')).toMatch(
      /"connected"[^]*"started"[^]*"hello\\n"[^]*"exit_code":0/,
    );
    expect(JSON.stringify(copies)).not.toContain(token);
  }
  expect(await said(`${reached[0]?.websocket}?token=wrong`, '{}', '401')).toContain('401');
});

test('what `up` says: where it is, with the token, a line to try each, what is missing, and the execution', async ({ at }) => {
  const project = await executorProject(at);
  const { exit, stdout, stderr } = await at.portside('up', project.directory, '--name', 'told');
  expect(exit, stderr).toBe(0);
  const { api, websocket, token } = await reach(at, project, 'told');
  expect(stdout).toContain(api);
  expect(stdout).toContain(websocket);
  expect(stderr).toContain(`Authorization: Bearer ${token}`);
  expect(stderr).toContain(`wscat -c "${websocket}?token=${token}"`);
  expect(stderr).toContain('ANTHROPIC_API_KEY is not set: agent features are limited');
  expect(stderr).toMatch(/execution [0-9a-f-]{36}/);
});

test('`executor run` runs a command inside, hands on both streams and the exit code, and prints a document on demand', async ({ at }) => {
  const project = await executorProject(at);
  expect(await at.up(project.directory, '--name', 'used')).toMatchObject({ exit: 0 });
  const inside = (...words: string[]) => at.portside('executor', 'run', `${project.name}/used`, ...words);
  const speaks = 'console.log(process.cwd()); console.error("\\u00e9"); process.exitCode = 7';
  expect(await inside('--', 'node', '-e', speaks)).toEqual({ exit: 7, stdout: '/work\n', stderr: 'é\n' });
  const told = JSON.parse((await inside('--json', '--', 'echo', 'a b', '$HOME')).stdout) as Record<string, unknown>;
  expect(told).toMatchObject({ output: 'a b $HOME\n', return_code: 0 });
  expect(Object.keys(told).at(-1)).toBe('execution_uuid');
  expect(await inside('--timeout', '1s', '--', 'sleep', '60')).toMatchObject({ exit: 124 });
  expect(await inside('--', 'sh', '-c', 'ls')).toMatchObject({ exit: 2, stderr: expect.stringContaining('ALLOWED_COMMANDS') });
});

test('it goes on without redis, says so once, and takes it up again; a crash of its own is mended by the engine', async ({ at }) => {
  const project = await executorProject(at);
  expect(await at.up(project.directory, '--name', 'tried')).toMatchObject({ exit: 0 });
  const tried = await reach(at, project, 'tried');
  const logs = () =>
    docker(['logs', tried.executor, '--since', '10m']).then(() => at.portside('logs', `${project.name}/tried`, 'cc_execute'));
  expect(await health(tried)).toMatchObject({ status: 'healthy', redis: 'connected', anthropic_api_key: 'missing' });

  await docker(['kill', tried.redis]);
  expect(await execute(tried, 'echo on')).toBe('on\n');
  await expect.poll(() => health(tried), { timeout: 15_000 }).toMatchObject({ status: 'healthy', redis: 'unavailable' });
  expect(await execute(tried, 'echo still')).toBe('still\n');
  expect((await logs()).stdout.match(/Redis does not answer/g)).toHaveLength(1);
  await docker(['start', tried.redis]);
  await expect.poll(() => health(tried), { timeout: 15_000 }).toMatchObject({ redis: 'connected' });
  expect((await logs()).stdout.match(/Redis answers again/g)).toHaveLength(1);
  expect(await docker(['exec', tried.redis, 'redis-cli', '--raw', 'KEYS', 'cc_executor:times:*'])).toMatch(
    /^cc_executor:times:echo:\w+:history\n/,
  );

  await docker(['exec', tried.executor, 'node', '-e', killServer]).catch(() => undefined);
  await expect.poll(() => standing(tried.executor), { timeout: 30_000 }).toBe('running healthy 1');
  expect(await execute(tried, 'echo again')).toBe('again\n');

  await docker(['compose', '--project-name', `${project.name}-tried`, 'kill', 'cc_execute']);
  expect(await standing(tried.executor), 'what was killed by hand stays down').toMatch(/^exited \w+ 1$/);
});

/** Ends the server inside, not the container: the first process there only passes signals on. */
const killServer = `
  const { readdirSync, readFileSync } = require('node:fs');
  for (const pid of readdirSync('/proc').filter(Number).map(Number)) {
    if (pid !== 1 && pid !== process.pid && readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('dist/main.js')) process.kill(pid, 'SIGKILL');
  }`;

/** What wscat prints after it has said these words, up to the awaited one. */
async function said(url: string, words: string, awaited: string): Promise<string> {
  const child = spawn(wscat, ['--connect', url, '--execute', words, '--wait', '20'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.includes(awaited)) child.kill();
    });
  }
  await once(child, 'close');
  return text;
}
