import { readFile } from 'node:fs/promises';
import { processNumbers } from './proc.ts';
import { killIfThere } from './process-identity.ts';

/** Ends processes that carry `NAME=value` in the environment they were born with, and tells how many there were. */
export type StrayKiller = (entry: string) => Promise<number>;

/**
 * Finds what left its group: another session, another parent, but still the environment it was given (proc_pid_environ(5)).
 * Linux only; elsewhere there is nothing to look at. Questions that come while one look is under way share the next.
 */
export function createStrayKiller(): StrayKiller {
  let waiting: { entries: string[]; found: Promise<Map<string, number[]>> } | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  return async (entry) => {
    if (waiting) waiting.entries.push(entry);
    else {
      const entries = [entry];
      const found = looking.then(() => {
        waiting = undefined;
        return findByEnvironment(entries);
      });
      looking = found;
      waiting = { entries, found };
    }
    const pids = (await waiting.found).get(entry) ?? [];
    for (const pid of pids) killIfThere(pid);
    return pids.length;
  };
}

async function findByEnvironment(entries: readonly string[]): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  const others = (await processNumbers()).filter((pid) => pid !== process.pid);
  await Promise.all(
    others.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      const carried = entries.filter((entry) => `\0${environment}`.includes(`\0${entry}\0`));
      for (const entry of carried) found.set(entry, [...(found.get(entry) ?? []), pid]);
    }),
  );
  return found;
}
