import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { test, type Workplace } from '../support/workplace.ts';

const image = 'node:24-alpine';
const compose = `
services:
  web:
    image: ${image}
    init: true
    command: [node, /app/web.js]
    volumes: ["./web.js:/app/web.js:ro"]
    environment: { PORT: "8000" }
    ports: ["8000:8000"]
x-portside:
  accept:
    - { http: web:8000/, body: mended }
`;
const web = `require('node:http').createServer((_, response) => response.end('broken')).listen(process.env.PORT);\n`;

/** A project in a repository of its own, which does not do what it should yet. */
async function broken(at: Workplace) {
  const project = await at.project({ 'compose.yaml': compose, 'web.js': web });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com', ...args], { cwd: project.directory, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'As it is');
  return { ...project, git };
}

/** The answer comes from the provider; an agent that cannot reach it changes nothing. */
const agent = `
  const fs = require('node:fs');
  fetch('http://localhost:' + process.argv[1] + '/').then((answer) => answer.text()).then((word) => {
    fs.writeFileSync('web.js', fs.readFileSync('web.js', 'utf8').replace('broken', word));
    console.log(JSON.stringify({ secret: process.env.NOT_NAMED, named: process.env.NAMED, socket: fs.existsSync('/var/run/docker.sock') }));
  }, () => console.log('nobody there'));
`;

const left = () => execFileSync('docker', ['ps', '--all', '--quiet', '--filter', 'label=portside.isolation'], { encoding: 'utf8' });

test('an isolated agent mends a project with what its provider says, and is gone', async ({ at }) => {
  const provider = createServer((_, response) => response.end('mended')).listen(0, '127.0.0.1');
  onTestFinished(() => void provider.close());
  await new Promise((resolve) => provider.once('listening', resolve));
  const port = String((provider.address() as AddressInfo).port);
  const project = await broken(at);
  at.environment = { NOT_NAMED: 'canary', NAMED: 'seen' };

  const improve = (...args: string[]) =>
    at.portside(
      'improve',
      project.directory,
      '--isolate',
      '--image',
      image,
      '--pass',
      'NAMED',
      '--limit',
      '1',
      '--restart',
      ...args,
      '--',
      'node',
      '-e',
      agent,
      port,
    );

  const shut = await improve();
  expect(shut.exit, shut.stderr).toBe(1);
  expect(shut.stdout + shut.stderr).toContain('nobody there');
  expect(project.git('branch', '--list', 'portside/*')).toBe('');

  const { exit, stdout, stderr } = await improve('--host', `localhost:${port}`);
  expect(exit, stderr).toBe(0);
  expect(stdout + stderr).toContain('{"named":"seen","socket":false}');
  expect(project.git('log', '--format=%h', '--branches=portside/*', '--', 'web.js')).not.toBe('');
  expect([left(), await at.left()]).toEqual(['', []]);
});

test('without its image it is said before anything starts; with tmux it does not go', async ({ at }) => {
  const project = await broken(at);
  const missing = await at.portside('improve', project.directory, '--isolate', '--image', 'portside-not-there', '--', 'true');
  expect(missing).toMatchObject({ exit: 2, stderr: expect.stringContaining('docker build --target dev --tag portside-not-there') });
  expect(await at.portside('improve', project.directory, '--isolate', '--tmux', '--', 'true')).toMatchObject({ exit: 2 });
});
