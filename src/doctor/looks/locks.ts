import type { Look } from '../look.ts';

export const locks: Look = {
  group: 'portside',
  name: 'locks',
  async look({ locks: all, journal }) {
    const [abandoned, unfinished] = await Promise.all([all.abandoned(), journal.unfinished()]);
    const recovered = new Set(unfinished.map(({ composeName }) => composeName));
    // Recovering an execution frees its lock too.
    const stale = abandoned.filter(({ composeName }) => !recovered.has(composeName));
    if (stale.length === 0) return [{ level: 'ok', message: 'no lock is held by a process that is gone' }];
    return stale.map(({ composeName, action, pid }) => ({
      level: 'warning',
      message: `${composeName} is locked by \`${action}\` (pid ${pid}), which is gone`,
      cost: 'none: whoever needs the lock takes it over',
      fixes: [{ fix: 'free-lock', composeName }],
    }));
  },
};
