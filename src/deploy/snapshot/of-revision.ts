import type { Snapshot } from '../../contract/snapshot.ts';
import type { RevisionRow } from '../model/revision.ts';
import type { Identity } from '../model/stack.ts';
import { originOf } from '../revision/target.ts';
import type { DeployTools } from '../tools.ts';

/**
 * Those that were taken while a revision ran, under whatever number, for it may have been brought back; the newest first. Where numbers began anew after a
 * `down --volumes`, those of the earlier life are another's.
 */
export function snapshotsOf(number: number, all: Snapshot[], rows: RevisionRow[]): Snapshot[] {
  const own = all.filter(({ revision, created_at: takenAt }) => {
    const ran = rows.find((row) => row.number === revision);
    return ran && Date.parse(takenAt) >= ran.createdAt && originOf(ran.number, rows) === originOf(number, rows);
  });
  return own.toSorted((one, other) => other.created_at.localeCompare(one.created_at));
}

/** Names of the volumes that any of them has. */
export async function keptVolumes(
  number: number,
  { composeName }: Pick<Identity, 'composeName'>,
  { snapshots, revisions }: Pick<DeployTools, 'snapshots' | 'revisions'>,
): Promise<Set<string>> {
  const own = snapshotsOf(number, await snapshots.list(composeName), await revisions.list(composeName));
  return new Set(own.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
}
