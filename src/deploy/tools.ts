import type { Compose, Engine } from '../engine/interface.ts';
import type { GeneratedValues } from '../ledger/generated-values.ts';
import type { History } from '../ledger/history.ts';
import type { Instances } from '../ledger/instances.ts';
import type { Journal } from '../ledger/journal.ts';
import type { Locks } from '../ledger/lock.ts';
import type { Revisions } from '../ledger/revisions.ts';
import type { Snapshots } from '../ledger/snapshots.ts';
import type { Leases } from '../ports/leases.ts';
import type { Clock } from '../system/clock.ts';
import type { Ids } from '../system/ids.ts';
import type { EngineFacts } from './model/observed.ts';

/** The engine that a deployment talks to, and what `docker compose` needs to talk to the same one. */
export interface Connection {
  engine: Engine;
  compose: Compose;
  facts: EngineFacts;
  environment: Record<string, string>;
}

/** Everything of the world that deploying needs, handed in. */
export interface DeployTools {
  connect: () => Promise<Connection>;
  /** Compose as a parser: it needs no engine. */
  parser: Pick<Compose, 'config'>;
  leases: Leases;
  locks: Locks;
  instances: Instances;
  journal: Journal;
  history: History;
  revisions: Revisions;
  snapshots: Snapshots;
  generated: GeneratedValues;
  clock: Clock;
  ids: Ids;
  environment: Record<string, string>;
  currentDirectory: string;
  /** Where plans and records are kept. */
  home: string;
}
