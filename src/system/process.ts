import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { exitCodeOf } from './exit-code.ts';
import { LineCutter } from './lines.ts';
import { signalGroup, startTimeOf } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

export { endProcessGroup, findByFile, isAlive, killIfThere, startTimeOf } from './process-identity.ts';
export type { ProcessIdentity } from './process-identity.ts';

export interface RunOptions {
  cwd?: string;
  /** The child's whole environment. */
  env: Record<string, string | undefined>;
  input?: string;
  /** Ends the child and all that it started. */
  signal?: AbortSignal;
  /** Told each line of both streams as it comes. */
  onLine?: (line: string) => void;
  /** Told once the child runs, so that a journal can name it. */
  onChild?: (child: ProcessIdentity) => void;
  /** Between TERM and KILL, once the signal aborts. */
  terminateAfterMs?: number;
  /** False for an endless stream: only `onLine` sees the output. */
  keepOutput?: boolean;
}

export interface ProcessResult {
  /** 128 + the signal's number where one ended it, as shells have it. */
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end, whatever its exit code. Rejects where it cannot be started (the system's own error, such as ENOENT)
 * and with the signal's reason once an aborted child has ended.
 */
export async function run(argv: readonly string[], options: RunOptions): Promise<ProcessResult> {
  const [program = '', ...args] = argv;
  options.signal?.throwIfAborted();
  // A group of its own: a terminal's Ctrl-C reaches only Portside, which then decides; and the child ends together with its own children.
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = collectOutput(child, options);
  // A child that reads no input closes its end; that is its own choice.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);

  const ended = exitOf(child);
  const leash = endOnAbort(child, options);
  try {
    if (options.onChild && child.pid !== undefined) await announce(child.pid, options.onChild);
    const exitCode = await ended;
    options.signal?.throwIfAborted();
    return { exitCode, ...output() };
  } finally {
    leash.release();
  }
}

/** Hands the terminal to a program: it gets Ctrl-C itself. Resolves to its exit code. */
export function runInTerminal(argv: readonly string[], { env, cwd }: Pick<RunOptions, 'env' | 'cwd'>): Promise<number> {
  const [program = '', ...args] = argv;
  process.on('SIGINT', ignore);
  return exitOf(spawn(program, args, { env, cwd, stdio: 'inherit' })).finally(() => process.off('SIGINT', ignore));
}

// With a handler of its own Portside outlives the Ctrl-C that is meant for the program.
function ignore(): void {}

/** Whether somebody sits at both ends: what is typed comes in, what is printed is seen. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}

function exitOf(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  return promise;
}

function collectOutput(child: ChildProcess, { onLine, keepOutput = true }: RunOptions): () => { stdout: string; stderr: string } {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = onLine && new LineCutter(onLine);
    child[name]?.setEncoding('utf8');
    child[name]?.on('data', (text: string) => {
      if (keepOutput) texts[name] += text;
      lines?.push(text);
    });
    child[name]?.on('end', () => lines?.flush());
  }
  return () => texts;
}

async function announce(pid: number, onChild: (child: ProcessIdentity) => void): Promise<void> {
  const startTime = await startTimeOf(pid);
  if (startTime !== undefined) onChild({ pid, startTime });
}

function endOnAbort(child: ChildProcess, { signal, terminateAfterMs = 10_000 }: RunOptions): { release(): void } {
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    const { pid } = child;
    if (pid === undefined) return;
    signalGroup(pid, 'SIGTERM');
    killer = setTimeout(() => signalGroup(pid, 'SIGKILL'), terminateAfterMs);
  };
  signal?.addEventListener('abort', end, { once: true });
  return {
    release() {
      signal?.removeEventListener('abort', end);
      clearTimeout(killer);
    },
  };
}
