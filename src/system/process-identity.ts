import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
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

/** A group that is gone already, or that is another user's by now, is not an error. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
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

/**
 * Processes of this user, except this one, that were given a file below the folder as Compose is: `--file PATH`. For a child that was started and not yet
 * written down when its parent was killed; an editor that somebody has opened such a file in is none.
 */
export async function findByFile(folder: string): Promise<ProcessIdentity[]> {
  const pids = process.platform === 'linux' ? await pidsFromProc(folder) : await pidsFromPs(folder);
  const found = await Promise.all(
    pids.filter((pid) => pid !== process.pid).map(async (pid) => ({ pid, startTime: await startTimeOf(pid) })),
  );
  return found.flatMap(({ pid, startTime }) => (startTime === undefined ? [] : [{ pid, startTime }]));
}

async function pidsFromProc(folder: string): Promise<number[]> {
  const pids = await processNumbers();
  const given = await Promise.all(pids.map((pid) => wasGivenFile(pid, folder)));
  return pids.filter((_, place) => given[place]);
}

async function wasGivenFile(pid: number, folder: string): Promise<boolean> {
  try {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const isGiven = words.some((word, place) => words[place - 1] === '--file' && word.startsWith(folder));
    return isGiven && (await stat(`/proc/${pid}`)).uid === process.geteuid?.();
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

async function pidsFromPs(folder: string): Promise<number[]> {
  const user = String(process.geteuid?.() ?? '');
  const answer = await promisify(execFile)('ps', ['-U', user, '-o', 'pid=,args=']).catch(() => undefined);
  const lines = answer?.stdout.split('\n').filter((line) => line.includes(` --file ${folder}`)) ?? [];
  return lines.map((line) => Number.parseInt(line, 10));
}
