import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Clock } from './clock.ts';
import { processNumbers, readStat } from './proc.ts';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  startTime: string;
}

/** When the process began, in the system's own notation; undefined where it is gone. */
export function startTimeOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

export async function isAlive({ pid, startTime }: ProcessIdentity): Promise<boolean> {
  return (await startTimeOf(pid)) === startTime;
}

/**
 * Ends a child that `run` started, and all that it started in turn: asks with TERM, kills after `graceMs`.
 * A foreign process that has got the same number meanwhile is left alone.
 */
export async function endProcessGroup(leader: ProcessIdentity, { clock, graceMs }: { clock: Clock; graceMs: number }): Promise<void> {
  if (!(await isAlive(leader))) return;
  signalGroup(leader.pid, 'SIGTERM');
  const deadline = clock.monotonic() + graceMs;
  while (clock.monotonic() < deadline) {
    await clock.sleep(20);
    if (!(await isAlive(leader))) return;
  }
  signalGroup(leader.pid, 'SIGKILL');
}

/** It may have ended meanwhile, or be another user's. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Then there is nothing that we could end.
  }
}

/** A group that is gone already is not an error. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A zombie has ended, though its parent has not looked yet. */
async function startTimeFromProc(pid: number): Promise<string | undefined> {
  const [found] = await readStat(pid);
  return found?.state === 'Z' ? undefined : found?.startTime;
}

async function startTimeFromPs(pid: number): Promise<string | undefined> {
  const ps = promisify(execFile);
  const answer = await ps('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } }).catch(() => undefined);
  return answer?.stdout.trim() || undefined;
}

/** Processes, except this one, whose arguments contain the text: for a child that was started and not yet written down when its parent was killed. */
export async function findByArgument(text: string): Promise<ProcessIdentity[]> {
  const pids = process.platform === 'linux' ? await pidsFromProc(text) : await pidsFromPs(text);
  const found = await Promise.all(
    pids.filter((pid) => pid !== process.pid).map(async (pid) => ({ pid, startTime: await startTimeOf(pid) })),
  );
  return found.flatMap(({ pid, startTime }) => (startTime === undefined ? [] : [{ pid, startTime }]));
}

async function pidsFromProc(text: string): Promise<number[]> {
  const pids = await processNumbers();
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, place) => lines[place]?.includes(text));
}

async function pidsFromPs(text: string): Promise<number[]> {
  const answer = await promisify(execFile)('ps', ['-axo', 'pid=,args=']).catch(() => undefined);
  const lines = answer?.stdout.split('\n').filter((line) => line.includes(text)) ?? [];
  return lines.map((line) => Number.parseInt(line, 10));
}
