import type { Plan } from '../model/plan.ts';
import { otherSlot } from '../model/slot.ts';
import type { Step, Undo } from '../model/step.ts';

/** Whether something that is new gets at the volumes by it: what was copied before is to be brought back then. */
export function touchesData(step: Step): boolean {
  return step.do === 'before' || (step.do === 'start' && step.containers === 'new');
}

/** How a step is taken back, as data for the journal; undefined where nothing has to be. */
export function undoOf(step: Step, { identity, execution }: Pick<Plan, 'identity' | 'execution'>): Undo | undefined {
  const { composeName } = identity;
  switch (step.do) {
    case 'create-network':
      return { undo: 'remove-network', name: step.name, execution };
    case 'create-volume':
      return { undo: 'remove-volume', name: step.name, execution };
    case 'create-containers':
      return { undo: 'remove-containers', composeName, execution };
    case 'snapshot': {
      const held = step.held.map(({ quiesce: _quiesce, ...one }) => one);
      const volumes = step.volumes.map(({ name }) => name);
      return { undo: 'restore-snapshot', composeName, execution, id: step.id, volumes, held, data: 'untouched' };
    }
    case 'before':
    case 'start':
      return { undo: 'remove-containers', composeName, execution, service: step.service };
    case 'stop':
      return { undo: 'start-again', service: step.service, containers: step.containers };
    case 'share':
    case 'switch':
      return { undo: 'switch-back', composeName, service: step.service, slot: otherSlot(step.slot) };
    case 'configure':
      return { undo: 'configure-back', composeName, execution };
    // Its undo is that of the copy which was made before.
    case 'restore':
    case 'drain':
    case 'remove':
    case 'remove-network':
    case 'rename':
      return undefined;
  }
}
