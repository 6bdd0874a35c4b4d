import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Facts } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';

/** Throws UserError (exit 3) where a network or volume that would be made is there already: whoever's it is, it is left alone. */
export function namesAreFree({ steps }: Pick<Plan, 'steps'>, { present }: Pick<Facts, 'present'>): void {
  for (const step of steps) {
    if (step.do === 'create-network' && present.networks.includes(step.name)) throw taken('network', step.name);
    if (step.do === 'create-volume' && present.volumes.includes(step.name)) throw taken('volume', step.name);
  }
}

function taken(kind: 'network' | 'volume', name: string): UserError {
  return new UserError({
    code: 'name-taken',
    exit: exitCode.stopped,
    message: `${kind} ${name} is there already, and it is not this instance's`,
    hint: `docker ${kind} inspect ${name} shows whose it is; where nobody needs it: docker ${kind} rm ${name}; or take another name: portside up --name NAME`,
  });
}
