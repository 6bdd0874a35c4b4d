import type { Endpoint } from '../contract/record.ts';
import type { Identity } from '../deploy/model/stack.ts';

/** A copy of a project, as it is registered. */
export interface Instance extends Identity {
  files: string[];
  envFiles: string[];
  profiles: string[];
  /** Taken over from plain Compose: its own names and volumes. */
  adopted: boolean;
  status: InstanceStatus;
  planFile?: string;
  contentHash?: string;
  /** The execution that brought it to where it is. */
  executionUuid?: string;
  endpoints: Endpoint[];
  /** Name from the settings → host port. */
  namedPorts: Record<string, number>;
  /** Epoch milliseconds. */
  claimedAt: number;
  updatedAt: number;
}

export type InstanceStatus = 'starting' | 'running' | 'failed' | 'down';
