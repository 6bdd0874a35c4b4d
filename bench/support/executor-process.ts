import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { main, node } from './place.ts';

/** An executor in a process of its own, on free ports. */
export interface ExecutorProcess extends AsyncDisposable {
  pid: number;
  websocketUrl: string;
}

export async function startExecutor(environment: Record<string, string> = {}): Promise<ExecutorProcess> {
  const token = 'only-for-this-benchmark';
  const env = {
    ...process.env,
    API_PORT: '0',
    WEBSOCKET_PORT: '0',
    EXECUTOR_TOKEN: token,
    LOG_LEVEL: 'error',
    REDIS_URL: '',
    ...environment,
  };
  const child = spawn(node, [main, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await untilComplete(child);
  const { endpoints } = JSON.parse(text) as { endpoints: { name: string; url: string }[] };
  const url = endpoints.find(({ name }) => name === 'websocket')?.url;
  return { pid: child.pid ?? 0, websocketUrl: `${url}?token=${token}`, [Symbol.asyncDispose]: () => end(child) };
}

/** A plain server that says its port on its first line. */
export async function startPlain(argv: string[]): Promise<{ url: string } & AsyncDisposable> {
  const child = spawn(node, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url: `ws://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => end(child) };
}

async function untilComplete(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    if (text.trimEnd().endsWith('}') && text.endsWith('\n}\n')) break;
  }
  return text;
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

export async function connected(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

/** The most memory a process has had, in MB (proc_pid_status(5)). */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Processes that were born with this `NAME=value` in their environment. */
export async function countByEnvironment(entry: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')));
  return environments.filter((environment) => environment.split('\0').includes(entry)).length;
}
