import type { Snapshot } from '../../contract/snapshot.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { DeployOptions } from '../deployment.ts';
import type { Observed } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import type { RevisionRow } from '../model/revision.ts';
import type { Identity, Stack } from '../model/stack.ts';
import { originOf } from '../revision/target.ts';
import type { DeployTools } from '../tools.ts';
import { snapshotId } from './copy-volumes.ts';
import { withRestore, withSnapshot } from './plan-snapshot.ts';
import { damagedOf } from './undoing.ts';

export interface Copying {
  stack: Stack;
  observed: Observed;
  options: Pick<DeployOptions, 'snapshot' | 'restore'>;
  /** The number of the revision that comes back, where one does. */
  broughtBack?: number | undefined;
  tools: Pick<DeployTools, 'clock' | 'ids' | 'snapshots' | 'revisions'>;
}

/** The plan with what `--snapshot` or `--restore` asks for, where they do. Throws UserError (exit 3) where there is nothing whole to restore. */
export async function withCopies(plan: Plan, { stack, observed, options, broughtBack, tools }: Copying): Promise<Plan> {
  const wish = { stack, observed, id: snapshotId(tools.clock.now(), tools.ids.uuid()) };
  if (options.restore && broughtBack !== undefined)
    return withRestore(plan, wish, await lastSnapshotOf(broughtBack, stack.identity, tools));
  return options.snapshot ? withSnapshot(plan, wish) : plan;
}

/** The newest that was taken while a revision ran, under whatever number. Throws UserError (exit 3) where there is none, or it is not whole. */
async function lastSnapshotOf(number: number, { composeName }: Identity, { snapshots, revisions }: Copying['tools']): Promise<Snapshot> {
  const rows = await revisions.list(composeName);
  const found = newestOf(number, await snapshots.list(composeName), rows);
  if (!found)
    throw new UserError({
      code: 'no-snapshot',
      exit: exitCode.stopped,
      message: `no snapshot was taken while r${number} ran, so its data cannot come back with it`,
      hint: 'without --restore the data stays as it is; portside snapshot list shows what portside restore can bring back; next time: portside up --snapshot',
    });
  const damaged = await damagedOf(found, found.volumes, snapshots);
  if (damaged.length === 0) return found;
  throw new UserError({
    code: 'snapshot-damaged',
    exit: exitCode.stopped,
    message: `snapshot ${found.id} is damaged: ${damaged.join('; ')}`,
    hint: 'without --restore the data stays as it is',
  });
}

/** A revision may have been brought back before, and have run under a later number. */
export function newestOf(number: number, all: Snapshot[], rows: RevisionRow[]): Snapshot | undefined {
  const own = all.filter(({ revision }) => revision !== undefined && originOf(revision, rows) === originOf(number, rows));
  return own.toSorted((one, other) => other.created_at.localeCompare(one.created_at))[0];
}
