import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { exitCodeOf } from './exit-code.ts';
import { readProcesses } from './proc.ts';

/** A program in a process group and session of its own (setsid(2)). */
export interface ProcessGroup {
  /** Of the leader, and so of the group. */
  pid: number;
  stdout: Readable;
  stderr: Readable;
  /** The leader's exit code; 128 + the signal's number where one ended it. */
  exited: Promise<number>;
  /** A group that is gone, or that has become another user's, hears nothing; that is no error. */
  signal(signal: NodeJS.Signals): void;
  /** Whether there is one of that number: a zombie counts, where nobody reaps it. */
  exists(): boolean;
  /** Whether any of it still runs. Costs a look at every process. */
  hasRunningMembers(): Promise<boolean>;
}

/** Its standard input is `input`, or closed. Rejects with the system's own error, such as ENOENT, where the program cannot be started. */
export async function startGroup(
  argv: readonly string[],
  { cwd, env, input }: { cwd: string; env: Record<string, string>; input?: string | undefined },
): Promise<ProcessGroup> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
  const exited = new Promise<number>((resolve) => child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal))));
  const { pid, stdout, stderr } = child;
  if (pid === undefined || !stdout || !stderr) throw await new Promise<Error>((resolve) => child.once('error', resolve));
  // A child that reads no input closes its end; that is its own choice.
  child.stdin?.on('error', () => undefined).end(input);
  return {
    pid,
    stdout,
    stderr,
    exited,
    signal: (signal) => signalIfAllowed(pid, signal),
    exists: () => groupExists(pid),
    hasRunningMembers: () => hasRunningMembers(pid),
  };
}

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function signalIfAllowed(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left, or nobody whom this user may signal.
  }
}

async function hasRunningMembers(pid: number): Promise<boolean> {
  const processes = await readProcesses();
  // Where there is no /proc, what exists has to do.
  return processes.length === 0 ? groupExists(pid) : processes.some(({ group, state }) => group === pid && state !== 'Z');
}
