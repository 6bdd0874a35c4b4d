import type { Plan } from '../model/plan.ts';
import type { Step, Undo } from '../model/step.ts';

/** How a step is taken back, as data for the journal; undefined where nothing has to be. */
export function undoOf(step: Step, plan: Plan, previousFile: string | undefined): Undo | undefined {
  const { composeName, directory } = plan.identity;
  switch (step.do) {
    case 'create-network':
      return { undo: 'remove-network', name: step.name };
    case 'create-volume':
      return { undo: 'remove-volume', name: step.name, execution: plan.execution };
    case 'create-containers':
      return { undo: 'remove-containers', composeName, execution: plan.execution };
    case 'recreate':
      if (step.added || !previousFile) return { undo: 'remove-containers', composeName, execution: plan.execution, service: step.service };
      return {
        ...{ undo: 'restore', composeName, directory, composeFile: previousFile, service: step.service },
        ...(step.named ? { named: step.named } : {}),
      };
    case 'start':
    case 'remove':
    case 'remove-network':
    case 'rename':
      return undefined;
  }
}
