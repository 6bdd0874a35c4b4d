import type { ComposeFile } from './compose-file.ts';
import type { Probe } from './probe.ts';
import type { Identity } from './stack.ts';
import type { Step } from './step.ts';

/** Everything that will be done, as pure data. */
export interface Plan {
  identity: Identity;
  execution: string;
  /** What `docker compose` is given: networks and volumes external, images by id, ports leased. */
  compose: ComposeFile;
  steps: Step[];
  /** Steps that wait until everything is verified. */
  afterwards: Step[];
  expectations: Expectation[];
  probes: Probe[];
  /** Services whose running containers are what the files say. */
  unchanged: string[];
  /** What was fixed per service while planning: `portside.hash` of its containers. */
  hashes: Record<string, string>;
  /** SHA-256 over everything that shapes the stack. */
  contentHash: string;
}

/** What a service must do to count as up. */
export interface Expectation {
  service: string;
  replicas: number;
  proof: 'healthy' | 'listening' | 'settled' | 'completed';
  /** Without restart policy, port, healthcheck and probe it may just as well be done: exit 0 is fine. */
  mayComplete: boolean;
  /** Container ports that must be listening, seen from the container's side. */
  listens: number[];
  /** From the beginning of the wait: what `--timeout` says, or its healthcheck grants. */
  deadlineMs: number;
  /** When the engine starts it again after it has exited. */
  restarts: 'never' | 'on-failure' | 'always';
  /** Whether it has one, of its own or of its image. */
  healthcheck: boolean;
  /** For `settled`: it must stay up this long. */
  settleMs: number;
}
