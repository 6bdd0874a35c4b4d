import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun } from '../support/command.ts';
import { main, node } from '../support/place.ts';
import { answer, question } from './request.ts';

export interface Server extends AsyncDisposable {
  url: string;
}

/** `portside mock claude`, as it is shipped. */
export async function startOurs(place: string): Promise<Server> {
  const scenario = join(place, 'scenario.yaml');
  const rules = [{ when: { text: question }, reply: answer }];
  // JSON is YAML.
  await writeFile(scenario, JSON.stringify({ rules }));
  const child = spawn(node, [main, 'mock', 'claude', '--port', '0', '--scenario', scenario], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  child.stdout.resume();
  return { url: /http:\S+/.exec(line)?.[0] ?? '', [Symbol.asyncDispose]: () => end(child) };
}

const aimockVersion = '1.43.0';

/** Installed from npm into this place: it is too big to be a dependency of anything here. */
export async function startAimock(place: string): Promise<Server> {
  await writeFile(join(place, 'package.json'), '{}');
  await mustRun(['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', `@copilotkit/aimock@${aimockVersion}`], { cwd: place });
  const fixtures = join(place, 'fixtures.json');
  await writeFile(fixtures, JSON.stringify({ fixtures: [{ match: { userMessage: question }, response: { content: answer } }] }));
  const port = await freePort();
  const cli = join(place, 'node_modules', '@copilotkit', 'aimock', 'dist', 'cli.js');
  const argv = [cli, '--port', String(port), '--fixtures', fixtures, '--log-level', 'silent'];
  const child = spawn(node, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`aimock ended with exit ${child.exitCode}`);
    await sleep(50);
  }
  return { url, [Symbol.asyncDispose]: () => end(child) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).text();
    return true;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
