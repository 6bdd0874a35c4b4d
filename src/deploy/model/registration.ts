import type { Endpoint } from '../../contract/record.ts';

/** What an execution leaves known of its instance. */
export interface Registration {
  status: InstanceStatus;
  /** Taken over from plain Compose: its own names and volumes. */
  adopted: boolean;
  planFile?: string;
  contentHash?: string;
  /** The execution that brought it to where it is. */
  executionUuid?: string;
  endpoints: Endpoint[];
  /** Name from the settings → host port. */
  namedPorts: Record<string, number>;
  /** The number of the revision that runs. */
  revision?: number;
  canary?: Canary;
}

export type InstanceStatus = 'starting' | 'running' | 'failed' | 'down';

/** A new version that runs beside the old one, until it is promoted or aborted. */
export interface Canary {
  /** The parked execution that knows how to take it back. */
  executionUuid: string;
  /** Percent of the requests that it is given. */
  share: number;
  services: string[];
}

/** Leaves alone what is not named; `canary: null` says that there is none any more. */
export type InstanceChanges = Partial<Omit<Registration, 'canary'>> & { canary?: Canary | null };
