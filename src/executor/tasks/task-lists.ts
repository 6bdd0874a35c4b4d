import type { ExecutorTools } from '../tools.ts';
import type { Budget } from './capture.ts';
import { type TaskList, type TaskListQuestion, startTaskList } from './task-list.ts';

/** Lists that have ended are kept to be asked for, as long as they are not too many and not too large. */
const keptLists = 1000;
const keptShare = 8;
/** What all of them may keep, running ones too, as a multiple of what one stream may. */
const allShare = 16;

/** Task lists by their ids. */
export interface TaskLists {
  /** Undefined where there is one of that id already. */
  start(question: TaskListQuestion): TaskList | undefined;
  find(id: string): TaskList | undefined;
  running(): number;
  /** Gives what runs a time to end by itself, then cancels it. */
  close(graceMs: number): Promise<void>;
}

export function createTaskLists(tools: ExecutorTools): TaskLists {
  const lists = new Map<string, TaskList>();
  const budget: Budget = { left: tools.settings.maxBufferSize * allShare };
  const isRunning = (list: TaskList) => list.status() === 'running';
  const running = () => [...lists.values()].filter(isRunning);

  function forgetOldest(): void {
    const ended = [...lists.values()].filter((list) => !isRunning(list));
    let size = ended.reduce((sum, list) => sum + list.size(), 0);
    for (const [place, list] of ended.entries()) {
      if (ended.length - place <= keptLists && size <= tools.settings.maxBufferSize * keptShare) return;
      lists.delete(list.id);
      list.forget();
      size -= list.size();
    }
  }

  return {
    start(question) {
      if (lists.has(question.id)) return undefined;
      const list = startTaskList(question, budget, tools);
      lists.set(list.id, list);
      void list.done.then(forgetOldest);
      return list;
    },
    find: (id) => lists.get(id),
    running: () => running().length,
    async close(graceMs) {
      await Promise.race([Promise.all(running().map(({ done }) => done)), tools.clock.sleep(graceMs)]);
      await Promise.all(running().map(({ cancel }) => cancel()));
    },
  };
}
