import type { Instance } from '../../ledger/instances.ts';
import type { InFlight } from '../../ledger/journal.ts';
import type { Execution } from '../execution.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Connection, DeployTools } from '../tools.ts';

/** A canary that waits, and what it is ended with. */
export interface Ending {
  instance: Instance;
  parked: InFlight;
  connection: Connection;
  drainMs: number | undefined;
  tools: DeployTools;
  execution: Execution;
}

/** How an ending looks in the record. */
export function endedWith(instance: Instance, result: 'verified' | 'failed' | 'interrupted', more: Partial<Outcome> = {}): Outcome {
  const { endpoints } = instance;
  return { result, changed: true, endpoints, services: [], findings: [], verdicts: [], ...more };
}
