import type { ComposeNetwork, ComposeVolume, ComposeDependency } from './compose-file.ts';

/** One thing done to the engine. Pure data: it can be printed, journalled, and undone after a crash. */
export type Step =
  | { do: 'create-network'; name: string; definition: ComposeNetwork; labels: Record<string, string>; cause: string }
  | { do: 'create-volume'; name: string; definition: ComposeVolume; labels: Record<string, string>; cause: string }
  | { do: 'create-containers'; services: string[]; cause: string }
  | { do: 'start'; service: string; needs: Need[]; by: 'engine' | 'compose'; cause: string }
  | { do: 'recreate'; service: string; added: boolean; needs: Need[]; named?: string; cause: string }
  | { do: 'remove'; service: string; containers: string[]; cause: string }
  | { do: 'remove-network'; name: string; cause: string }
  | { do: 'rename'; service: string; to: string; cause: string };

/** A condition on another service that must hold before a step runs. */
export interface Need {
  service: string;
  condition: ComposeDependency['condition'];
  /** False: go on when it fails (`required: false`). */
  required: boolean;
}

/** How to take a step back, as data: ids and paths only, never the user's files, which may have changed. */
export type Undo =
  | { undo: 'remove-network'; name: string }
  | { undo: 'remove-volume'; name: string; execution: string }
  | { undo: 'remove-containers'; composeName: string; execution: string; service?: string }
  | { undo: 'restore'; composeName: string; directory: string; composeFile: string; service: string; named?: string };

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
    case 'start':
      return `start ${step.service}${once(step.needs)}`;
    case 'recreate':
      return `${step.added ? 'add' : 'recreate'} ${step.service}${once(step.needs)}`;
    case 'remove':
      return `remove ${step.service}`;
    case 'remove-network':
      return `remove network ${step.name}`;
    case 'rename':
      return `name ${step.service} ${step.to}`;
  }
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
