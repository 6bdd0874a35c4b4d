import type { Clock } from '../system/clock.ts';
import type { Ids } from '../system/ids.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { Log } from './log.ts';
import type { OutputEncoder } from './output/output-message.ts';
import type { Pending } from './pending.ts';
import type { Commands } from './process/commands.ts';
import type { ExecutorSettings } from './settings.ts';
import type { Store } from './store/store.ts';

/** What every session and every task needs; made once. */
export interface ExecutorTools {
  settings: ExecutorSettings;
  version: string;
  store: Store;
  hooks: Hooks;
  start: Commands['start'];
  encodeOutput: OutputEncoder;
  /** Hooks and timings of executions that have been answered. */
  pending: Pending;
  log: Log;
  clock: Clock;
  ids: Ids;
  /** The text without the executor's secrets. */
  hide(text: string): string;
}
