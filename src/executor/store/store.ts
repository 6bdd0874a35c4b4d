import type { StoreState } from '../../contract/executor.ts';

/** One client's session as others may look it up. Times are epoch seconds, as in the original. */
export interface SessionRecord {
  session_id: string;
  created_at: number;
  last_activity: number;
  /** Of the command at work, if there is one. */
  pid: number | null;
}

/** How long a task took once; seconds. */
export interface Timing {
  actual: number;
  expected: number;
  success: boolean;
  /** Epoch seconds. */
  timestamp: number;
  execution_uuid: string;
}

/** What a command is filed under: commands of one name are expected to take about as long. */
export interface TaskName {
  category: string;
  task: string;
}

/** Sessions and timings. No operation throws: where Redis cannot do it, memory does. */
export interface Store {
  state(): StoreState;
  saveSession(session: SessionRecord): Promise<void>;
  removeSession(id: string): Promise<void>;
  addTiming(name: TaskName, timing: Timing): Promise<void>;
  /** The newest last, a hundred at most. */
  timings(name: TaskName): Promise<Timing[]>;
  close(): Promise<void>;
}

export const sessionKey = (id: string): string => `cc_executor:sessions:${id}`;
export const historyKey = ({ category, task }: TaskName): string => `cc_executor:times:${category}:${task}:history`;

/** Of one task. */
export const keptTimings = 100;
