import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Plan } from '../model/plan.ts';
import type { DeployTools } from '../tools.ts';

/** Throws UserError (exit 3) while a canary waits: which of its two versions would be replaced? */
export async function refuseBesideCanary(composeName: string, { journal }: Pick<DeployTools, 'journal'>): Promise<void> {
  if (!(await journal.parked(composeName))) return;
  throw new UserError({
    code: 'canary-waits',
    exit: exitCode.stopped,
    message: 'a canary waits: two versions run side by side, and neither can be replaced',
    hint: 'portside up --promote keeps the new one; portside up --abort goes back to the old one',
  });
}

/** Throws UserError (exit 3) where something would not run in both versions at a time. */
export function refuseUnlessCanary({ steps, replaced, finishing, compose }: Plan): void {
  const shared = new Set(steps.flatMap((step) => (step.do === 'share' ? [step.service] : [])));
  const whole = replaced.find(({ service }) => !shared.has(service));
  const gone = finishing.find((step) => step.do === 'remove' && !(step.service in compose.services));
  if (shared.size > 0 && !whole && !gone) return;
  const message = whole
    ? `${whole.service} cannot be a canary: it is not switched by the edge (${whole.cause})`
    : gone?.do === 'remove'
      ? `there is no canary of what goes: ${gone.service} is no longer in the files`
      : 'there is nothing new to be a canary';
  throw new UserError({
    code: 'no-canary',
    exit: exitCode.stopped,
    message,
    hint: 'a canary needs changed services with `update: rolling` that stand behind the edge already; portside up without --canary replaces all at once',
  });
}
