import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ConnectOptions, type ExecutorClient, connectExecutor } from '../../src/executor-client/client.ts';

export const token = 'a-token-for-these-tests';
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** An executor in a process of its own, until it is disposed of. */
export interface AnExecutor extends AsyncDisposable {
  url: string;
  port: string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function anExecutor(environment: Record<string, string> = {}): Promise<AnExecutor> {
  const { PATH = '' } = process.env;
  const ports = { API_PORT: '0', WEBSOCKET_PORT: '0' };
  const env = { PATH, ...ports, EXECUTOR_TOKEN: token, LOG_LEVEL: 'error', SHUTDOWN_GRACE: '0', ...environment };
  const child = spawn(process.execPath, [main, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  const url = (await documentOf(child)).endpoints.find(({ name }) => name === 'websocket')?.url ?? '';
  return { url, port: new URL(url).port, kill, [Symbol.asyncDispose]: () => kill('SIGTERM') };
}

export const connected = (options: ConnectOptions): Promise<ExecutorClient> => connectExecutor({ token, ...options });

async function documentOf(child: ChildProcess): Promise<{ endpoints: { name: string; url: string }[] }> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    if (text.endsWith('\n}\n')) break;
  }
  return JSON.parse(text);
}

/** A program of Node that does this. */
export function program(source: string): string[] {
  return [process.execPath, '--input-type=module', '--eval', source];
}
