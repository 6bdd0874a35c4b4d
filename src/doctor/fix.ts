import type { Instance } from '../ledger/instances.ts';

/** Something that doctor may do, once it was agreed to. `composeName` is whose lock is taken for it. None of them touches a volume that anybody keeps data in. */
export type Fix =
  | { fix: 'recover'; composeName: string; action: string; ending: 'finish' | 'undo' }
  | { fix: 'take-down'; composeName: string; instance: Instance }
  | { fix: 'forget'; composeName: string; ports: number[] }
  | { fix: 'free-lock'; composeName: string }
  /** `unlessRunning`: what has begun to run meanwhile is left alone. */
  | { fix: 'remove-container'; composeName: string; id: string; name: string; unlessRunning: boolean }
  | { fix: 'rename-container'; composeName: string; id: string; name: string; to: string }
  | { fix: 'remove-network'; composeName: string; name: string }
  /** Of a run of `improve`; `composeName` is what it locks while it is at work. */
  | { fix: 'end-improve'; composeName: string; id: string; copies: string[] }
  /** Of isolated agents whose processes are gone. */
  | { fix: 'remove-enclosures'; names: string[] }
  | { fix: 'remove-file'; path: string };

export function describeFix(fix: Fix): string {
  switch (fix.fix) {
    case 'recover':
      return `${fix.ending} what the killed \`${fix.action}\` of ${fix.composeName} left`;
    case 'take-down':
      return `take ${fix.instance.project}/${fix.instance.instance} down: give back its ports and its name; its volumes stay`;
    case 'forget':
      return `give back ${fix.ports.length > 0 ? `port ${fix.ports.join(', ')} of ${fix.composeName}` : `the name ${fix.composeName}`}`;
    case 'free-lock':
      return `free the lock on ${fix.composeName}`;
    case 'remove-container':
      return `remove container ${fix.name}`;
    case 'rename-container':
      return `give container ${fix.name} its name ${fix.to} back`;
    case 'remove-network':
      return `remove network ${fix.name}`;
    case 'end-improve':
      return `remove ${fix.copies.join(', ')} with what ${fix.copies.length === 1 ? 'its' : 'their'} volumes hold: thrown away by the run of improve anyway`;
    case 'remove-enclosures':
      return `remove ${fix.names.join(', ')}`;
    case 'remove-file':
      return `remove ${fix.path}`;
  }
}
