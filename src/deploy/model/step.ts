import type { ChosenVolume, Holder, ReleaseUndo, RestoreUndo } from './held.ts';
import type { ComposeNetwork, ComposeVolume, ComposeDependency } from './compose-file.ts';
import type { EdgeSpec } from './edge.ts';
import type { Slot } from './slot.ts';

/** One thing done to the engine. Pure data: it can be printed, journalled, and undone or finished after a crash. */
export type Step =
  | { do: 'create-network'; name: string; definition: ComposeNetwork; labels: Record<string, string>; cause: string }
  | { do: 'create-volume'; name: string; definition: ComposeVolume; labels: Record<string, string>; cause: string }
  | CreateContainers
  | SnapshotStep
  | RestoreStep
  /** `early`: what it needs stays as it is, so it runs before anything at all is touched. */
  | { do: 'before'; service: string; command: string[]; needs: Need[]; early?: true; cause: string }
  | { do: 'stop'; service: string; containers: string[]; early?: true; cause: string }
  | { do: 'start'; service: string; containers: string[] | 'new'; needs: Need[]; cause: string }
  | { do: 'switch'; service: string; slot: Slot; cause: string }
  /** A canary, in place of the switch: the slot that is not live gets this percentage of the requests. */
  | { do: 'share'; service: string; slot: Slot; percent: number; cause: string }
  /** The edge: what it serves, and which slot of each service is live for one that has not started yet. */
  | {
      do: 'configure';
      service: string;
      container: 'new' | 'running';
      spec: EdgeSpec;
      live: Record<string, Slot>;
      needs: Need[];
      cause: string;
    }
  | FinishingStep;

/** What follows the commit: it is done again until it is done, and never undone. */
export type FinishingStep =
  | { do: 'drain'; service: string; slot: Slot; cause: string }
  | { do: 'remove'; service: string; containers: string[]; cause: string }
  | { do: 'remove-network'; name: string; cause: string }
  | { do: 'rename'; service: string; to: string; cause: string };

/** Containers are made beside those that run, and not started. */
export interface CreateContainers {
  do: 'create-containers';
  services: string[];
  /** How many containers each service of the plan's file has then, old and new: Compose removes what is above its own number. */
  scale: Record<string, number>;
  /** Service → those whose namespaces or volumes it joins, and that are made anew in this execution. */
  joining?: Record<string, string[]>;
  cause: string;
}

/** Volumes are copied before anything old is touched, while `held` stand still. */
export interface SnapshotStep {
  do: 'snapshot';
  /** The snapshot's, to be. */
  id: string;
  volumes: ChosenVolume[];
  held: Holder[];
  /** A restore follows, and lets them go: what they would write until then would be lost. */
  holdsOn?: true;
  cause: string;
}

/** Volumes are filled from a snapshot, after everything old is stopped and before anything new starts. */
export interface RestoreStep {
  do: 'restore';
  /** The snapshot's. */
  id: string;
  /** As the engine has them. */
  volumes: string[];
  /** Those who use them and stay: they run again afterwards. */
  held: Holder[];
  cause: string;
}

/** A condition on another service that must hold before a step runs. */
export interface Need {
  service: string;
  condition: ComposeDependency['condition'];
  /** False: go on when it fails (`required: false`). */
  required: boolean;
}

/** How to take a step back, as data: ids and names only, never the user's files, which may have changed. */
export type Undo =
  | ReleaseUndo
  | RestoreUndo
  | { undo: 'remove-network'; name: string; execution: string }
  | { undo: 'remove-volume'; name: string; execution: string }
  | { undo: 'remove-containers'; composeName: string; execution: string; service?: string }
  | { undo: 'start-again'; service: string; containers: string[] }
  | { undo: 'switch-back'; composeName: string; service: string; slot: Slot }
  | { undo: 'configure-back'; composeName: string; execution: string };

/** How to take a journalled step back. */
export interface Undoable {
  seq: number;
  undo: Undo;
}

/** One line, as `--dry-run` and the progress show it: what, and why. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'create-network':
      return `create network ${step.name}`;
    case 'create-volume':
      return `create volume ${step.name}`;
    case 'create-containers':
      return `create ${step.services.join(', ')}`;
    case 'snapshot':
      return `copy ${step.volumes.map(({ key, name }) => key ?? name).join(', ')} first${heldWords(step.held)}`;
    case 'restore':
      return `restore ${step.volumes.join(', ')} from snapshot ${step.id}`;
    case 'before':
      return `run ${step.command.join(' ')} before ${step.service}${once(step.needs)}`;
    case 'stop':
      return `stop the old ${step.service}`;
    case 'start':
      return `start ${step.service}${once(step.needs)}`;
    case 'switch':
      return `switch to the new ${step.service}`;
    case 'share':
      return `send ${step.percent} % of the requests to the new ${step.service}`;
    case 'configure':
      return `configure ${step.service}${once(step.needs)}`;
    case 'drain':
      return `drain the old ${step.service}`;
    case 'remove':
      return `remove the old ${step.service}`;
    case 'remove-network':
      return `remove network ${step.name}`;
    case 'rename':
      return `name ${step.service} ${step.to}`;
  }
}

function heldWords(held: Holder[]): string {
  const words = held.map(({ service, by }) => `${service} ${by === 'stop' ? 'stopped' : 'quiesced'}`);
  return words.length > 0 ? `, ${words.join(', ')} meanwhile` : '';
}

function once(needs: Need[]): string {
  const conditions = needs.map((need) => `${need.service} ${waitedFor[need.condition]}`);
  return conditions.length > 0 ? ` once ${conditions.join(', ')}` : '';
}

const waitedFor: Record<Need['condition'], string> = {
  service_started: 'runs',
  service_healthy: 'is healthy',
  service_completed_successfully: 'is done',
};
