import type { ComposeFile } from './compose-file.ts';
import type { Probe } from './probe.ts';
import type { Identity } from './stack.ts';
import type { Slot } from './slot.ts';
import type { FinishingStep, Step } from './step.ts';

/** Everything that will be done, as pure data. */
export interface Plan {
  identity: Identity;
  execution: string;
  /** What `docker compose` is given: networks and volumes external, images by id, ports leased. */
  compose: ComposeFile;
  steps: Step[];
  /** What follows the commit: draining, removing, renaming. */
  finishing: FinishingStep[];
  /** Services whose running containers give way to new ones. */
  replaced: Replacement[];
  /** Containers that stop or go with this plan: they prove nothing any more. */
  old: string[];
  expectations: Expectation[];
  probes: Probe[];
  /** Services whose running containers are what the files say. */
  unchanged: string[];
  /** SHA-256 over everything that shapes the stack. */
  contentHash: string;
}

/** One service's old containers, and how the new ones take their place. `rolling` has new beside old; a slot where the edge switches between them. */
export interface Replacement {
  service: string;
  strategy: 'recreate' | 'rolling';
  /** Container ids. */
  old: string[];
  slot?: { from: Slot; to: Slot };
  cause: string;
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
