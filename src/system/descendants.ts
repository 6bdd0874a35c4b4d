import { type ProcessStat, readProcesses } from './proc.ts';

/**
 * Children of a process, their children, and so on, as they are now. Who has lost the parent in between belongs to another family already.
 * Linux only; elsewhere none is seen.
 */
export async function descendantsOf(ancestor: number): Promise<ProcessStat[]> {
  const all = await readProcesses();
  const family = new Set([ancestor]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && family.has(pid));
}
