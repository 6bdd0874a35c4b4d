import { historyKey, keptTimings, type SessionRecord, type TaskName, type Timing } from './store.ts';

/** As many tasks as memory remembers; the one not added to for longest goes first. */
const keptTasks = 1000;

/** What Redis would hold, for as long as this process lives. */
export interface Memory {
  sessions: Map<string, SessionRecord>;
  add(name: TaskName, timing: Timing): void;
  timings(name: TaskName): Timing[];
}

export function createMemory(): Memory {
  const histories = new Map<string, Timing[]>();
  return {
    sessions: new Map(),
    add(name, timing) {
      const key = historyKey(name);
      const history = [...(histories.get(key) ?? []), timing].slice(-keptTimings);
      histories.delete(key);
      histories.set(key, history);
      const [oldest] = histories.keys();
      if (histories.size > keptTasks && oldest !== undefined) histories.delete(oldest);
    },
    timings: (name) => histories.get(historyKey(name)) ?? [],
  };
}
