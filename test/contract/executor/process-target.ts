import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from './target.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const binaries = join(root, 'node_modules/.bin');
const apiKey = 'sk-ant-no-key-4711-abcdefgh';

/** An executor in a child process of this one. */
export interface ProcessTarget extends Target {
  pid: number;
  /** Of its own; it is removed at the end. */
  directory: string;
  /** Processes, besides the executor itself, that were born with its environment: whatever group, session or parent they have now. */
  left(): Promise<number[]>;
  /** The most memory it has had, in MB (proc_pid_status(5)). */
  peakMemory(): Promise<number>;
  openFiles(): Promise<number>;
  signal(signal: NodeJS.Signals): void;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export async function startProcess(settings: Record<string, string> = {}): Promise<ProcessTarget> {
  const directory = await mkdtemp(join(tmpdir(), 'portside-executor-'));
  const mark = randomUUID();
  const token = `token-${randomUUID()}`;
  const env = {
    PATH: `${binaries}:${process.env['PATH']}`,
    HOME: directory,
    PORTSIDE_HOME: join(directory, 'home'),
    API_PORT: '0',
    WEBSOCKET_PORT: '0',
    EXECUTOR_TOKEN: token,
    EXECUTOR_WORKDIR: directory,
    ANTHROPIC_API_KEY: apiKey,
    TEST_MARK: mark,
    ...settings,
  };
  const child = spawn(join(binaries, 'node'), [join(root, 'src/main.ts'), 'serve', '--json'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null }));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const pid = child.pid ?? 0;
  const urls = await endpoints(child).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true });
    throw new Error(`the executor did not start: ${log}`, { cause: error });
  });
  return {
    pid,
    directory,
    ...urls,
    token: settings['EXECUTOR_AUTH'] === 'off' ? undefined : token,
    facts: {
      apiKey: env.ANTHROPIC_API_KEY || undefined,
      redis: settings['REDIS_URL'] ? 'unavailable' : 'not configured',
      redisUrl: settings['REDIS_URL'],
    },
    log: async () => log,
    left: async () => (await byEnvironment(`TEST_MARK=${mark}`)).filter((found) => found !== pid),
    peakMemory: () => peakMemory(pid),
    openFiles: async () => (await readdir(`/proc/${pid}/fd`)).length,
    signal: (signal) => void child.kill(signal),
    exited,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const stuck = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(stuck);
      // What a test has found to be left must not stay after it.
      for (const one of await byEnvironment(`TEST_MARK=${mark}`)) end(one);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function endpoints(child: ChildProcess): Promise<{ apiUrl: string; websocketUrl: string }> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    if (text.endsWith('\n}\n')) break;
  }
  const said = JSON.parse(text) as { endpoints: { name: string; url: string }[] };
  const url = (name: string) => said.endpoints.find((endpoint) => endpoint.name === name)?.url ?? '';
  return { apiUrl: url('api'), websocketUrl: url('websocket') };
}

async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function byEnvironment(entry: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const marked = await Promise.all(
    pids.map(async (pid) => (await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')).split('\0').includes(entry)),
  );
  return pids.filter((_, place) => marked[place]);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
