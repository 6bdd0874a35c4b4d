import { readdir, readFile } from 'node:fs/promises';
import type { ProcessIdentity } from './process-identity.ts';

/**
 * Children of a process, their children, and so on, as they are now (proc_pid_stat(5): field 4 is the parent, 22 the start time). Who has lost
 * the parent in between belongs to another family already. Linux only; elsewhere none is seen.
 */
export async function descendantsOf(ancestor: number): Promise<ProcessIdentity[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(readStat))).flat();
  const family = new Set([ancestor]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && family.has(pid)).map(({ pid, startTime }) => ({ pid, startTime }));
}

async function readStat(name: string): Promise<(ProcessIdentity & { parent: number })[]> {
  const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
  // The name in field 2 may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent, startTime] = [fields[1], fields[19]];
  return parent && startTime ? [{ pid: Number(name), parent: Number(parent), startTime }] : [];
}
