import { readdir, readFile } from 'node:fs/promises';

/** A line of proc_pid_stat(5), as far as anybody here asks. */
export interface ProcessStat {
  pid: number;
  /** `Z`: it has ended, and nobody has looked yet. */
  state: string;
  parent: number;
  group: number;
  startTime: string;
}

/** Numbers of all processes that /proc shows; none where there is no /proc. */
export async function processNumbers(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Every process that there is at this moment, Linux only. */
export async function readProcesses(): Promise<ProcessStat[]> {
  return (await Promise.all((await processNumbers()).map(readStat))).flat();
}

/** None where it is gone. */
export async function readStat(pid: number): Promise<ProcessStat[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in field 2 may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, startTime] = [fields[0], fields[1], fields[2], fields[19]];
  return state && parent && group && startTime ? [{ pid, state, parent: Number(parent), group: Number(group), startTime }] : [];
}
