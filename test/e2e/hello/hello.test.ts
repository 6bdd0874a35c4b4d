import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { containersOf, docker, lines } from '../support/outside.ts';
import { test } from '../support/workplace.ts';

const execute = promisify(execFile);
const example = new URL('../../../examples/hello/', import.meta.url);

test('the example comes up verified, is reached, used, copied, and taken down', async ({ at }) => {
  const project = await at.project(example);
  const git = (...args: string[]) =>
    execute('git', ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.org', ...args], { cwd: project.directory });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'as it came');
  const demo = project.name;

  const printed = await at.portside('up', project.directory, '--name', demo, '--json');
  expect(printed.exit, printed.stderr).toBe(0);
  const record = JSON.parse(printed.stdout) as Record<string, unknown>;
  expect(Object.keys(record).at(-1)).toBe('execution_uuid');
  expect(printed.stderr).toContain('up and verified');
  const uuid = String(record['execution_uuid']);

  const url = (await at.portside('url', demo, 'api')).stdout.trim();
  const health = await fetch(`${url}/health`);
  expect({ status: health.status, body: await health.json() }).toMatchObject({ status: 200, body: { redis: true, instance: demo } });
  expect(await echo((await at.portside('url', demo, 'websocket')).stdout.trim(), 'ahoy')).toBe('ahoy');

  const first = await containersOf(`hello-${demo}`);
  expect(Object.keys(first).toSorted()).toEqual(['redis', 'web']);
  expect(await lines(['ps', '--quiet', '--filter', `label=portside.execution=${uuid}`])).toHaveLength(2);
  expect(await docker(['logs', `hello_web_${demo}`])).toContain(`instance ${demo}`);
  expect(await docker(['compose', '-p', `hello-${demo}`, 'ps', '--services'])).toBe('redis\nweb');
  expect(await at.ps()).toMatchObject([{ project: 'hello', instance: demo, state: 'running' }]);
  expect((await at.portside('env', demo)).stdout).toMatch(new RegExp(`^export API_URL=['"]?${url}['"]?$`, 'm'));
  expect((await at.portside('logs', demo, 'web')).stdout).toContain(`instance ${demo}`);
  expect(await at.portside('exec', demo, 'redis', '--', 'redis-cli', 'ping')).toMatchObject({ exit: 0, stdout: 'PONG\n' });
  expect(await at.portside('exec', demo, 'redis', '--', 'sh', '-c', 'exit 9')).toMatchObject({ exit: 9 });

  const again = await at.up(project.directory, '--name', demo);
  expect(again).toMatchObject({ exit: 0, record: { metrics: { success: true, changed: false } } });
  expect(await containersOf(`hello-${demo}`)).toEqual(first);

  const copy = await at.up(project.directory, '--new');
  expect(copy.exit, copy.stderr).toBe(0);
  expect((await fetch(`http://127.0.0.1:${copy.record.deployment.api_port}/health`)).status).toBe(200);
  expect(await containersOf(`hello-${demo}`)).toEqual(first);

  expect(await at.portside('down', '--all', '--volumes', project.directory)).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
  expect((await git('status', '--porcelain', '--ignored')).stdout).toBe('');
});

async function echo(url: string, words: string): Promise<string> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  socket.send(words);
  const [answer] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return answer.toString();
}
