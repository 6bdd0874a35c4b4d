import { readdir, readFile } from 'node:fs/promises';

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
    for (const pid of pids) kill(pid);
    return pids.length;
  };
}

async function findByEnvironment(entries: readonly string[]): Promise<Map<string, number[]>> {
  const names = await readdir('/proc').catch(() => []);
  const found = new Map<string, number[]>();
  await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(async (name) => {
        const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
        const carried = entries.filter((entry) => `\0${environment}`.includes(`\0${entry}\0`));
        for (const entry of carried) found.set(entry, [...(found.get(entry) ?? []), Number(name)]);
      }),
  );
  return found;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile, or is another user's.
  }
}
