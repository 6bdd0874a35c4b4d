import type { Connection } from '../deploy/tools.ts';
import type { Instance } from '../ledger/instances.ts';
import type { KeptRow } from '../ledger/kept.ts';
import type { Left } from './left.ts';

/** What an execution left, and its instance as it is registered now. */
export interface Scene {
  row: KeptRow;
  left: Left;
  composeName: string;
  /** Undefined where it is forgotten. */
  instance: Instance | undefined;
  connection: Connection;
}
