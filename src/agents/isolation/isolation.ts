import type { Ids } from '../../system/ids.ts';
import type { IsolatingEngine } from './engine.ts';
import type { Owner } from './leftovers.ts';

/** How agents are shut in. */
export interface Isolation {
  engine: IsolatingEngine;
  /** Has Node, a shell and the agent. */
  image: string;
  /** The agent's name: the hosts of its model may be reached without being named. */
  agent?: string;
  /** Hosts that may be reached besides, such as `api.anthropic.com` or `localhost:8080`. */
  hosts: readonly string[];
  /** Whose the files are that it writes. */
  user: { uid: number; gid: number };
  /** A folder of this run that is its home, so that it finds its sessions again; absent, each start has an empty one. */
  home?: string;
  /** Of its memory, in bytes; absent, as much as there is. */
  memoryBytes?: number;
  self: Owner;
  isAlive(process: { pid: number; startTime: string }): Promise<boolean>;
  ids: Ids;
}
