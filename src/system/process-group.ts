import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { exitCodeOf } from './exit-code.ts';
import { signalGroup } from './process-identity.ts';

/** A program in a process group and session of its own (setsid(2)). */
export interface ProcessGroup {
  /** Of the leader, and so of the group. */
  pid: number;
  stdout: Readable;
  stderr: Readable;
  /** The leader's exit code; 128 + the signal's number where one ended it. */
  exited: Promise<number>;
  /** A group that is gone already is not an error. */
  signal(signal: NodeJS.Signals): void;
  hasMembers(): boolean;
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
  return { pid, stdout, stderr, exited, signal: (signal) => signalGroup(pid, signal), hasMembers: () => groupExists(pid) };
}

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
