import type { InFlight } from '../../ledger/journal.ts';
import { bringsBack, describeUndo, undo } from '../apply/undo.ts';
import { fulfil } from '../conclude/fulfil.ts';
import { backOn, edgeFor } from '../edge-for.ts';
import type { Undoable } from '../model/step.ts';
import { sparingNewer } from '../snapshot/newer-data.ts';
import { undoVolumes } from '../snapshot/undo-volumes.ts';
import { removeHelpers } from '../snapshot/volume-archive.ts';
import type { Connection } from '../tools.ts';
import { endChildren } from './end-children.ts';
import type { Telling } from './telling.ts';
import { type RecoveryTools, nameOf } from './unfinished.ts';

/**
 * Before an instance is taken down: ends what a killed execution left running, and takes away what it made. What is committed gets its record; what ran
 * before is not brought back, for it goes too. Volumes that stay are made whole first. Resolves to those that could not be, and how they are: whatever
 * else is still there is seen by who takes it down.
 */
export async function recoverForDown(
  inFlight: InFlight,
  connection: Connection,
  tools: RecoveryTools,
  { tell, note, volumesStay }: { tell: Telling['step']; note: Telling['note']; volumesStay: boolean },
): Promise<string[]> {
  const { engine } = connection;
  const { uuid, composeName } = inFlight;
  await endChildren(inFlight, tools);
  await endCopying(inFlight, { engine, snapshots: tools.snapshots });
  if (inFlight.committed) {
    const finishing = { engine, drain: async () => undefined };
    await fulfil({ ...inFlight.committed, finishing: [] }, { ...tools, finishing, tell: () => undefined });
    return [];
  }
  const spared = volumesStay
    ? await sparingNewer(inFlight.undos, { engine, instance: await nameOf(inFlight, tools) }, note)
    : inFlight.undos;
  const undos = spared.flatMap((one) => forDown(one, volumesStay));
  const struck = new Set<number>();
  const problems = await undo(undos, {
    ...{ engine, tell, ...backOn(edgeFor(composeName, connection, tools)) },
    strike: async (seq) => (await tools.journal.stepUndone(uuid, seq), void struck.add(seq)),
    volumes: undoVolumes({ composeName, execution: uuid }, connection, tools, undos),
  });
  const half = undos.filter(({ seq, undo: one }) => one.undo === 'restore-snapshot' && !struck.has(seq));
  if (half.length === 0) return [];
  // How the volumes are made whole stays in the journal; nobody is there any more to be started.
  const kept = new Set(half.map(({ seq }) => seq));
  for (const { seq } of inFlight.undos) if (!kept.has(seq)) await tools.journal.stepUndone(uuid, seq);
  return problems.filter((problem) => half.some(({ undo: one }) => problem.startsWith(describeUndo(one))));
}

/** What is taken back before a down: whom a restore stopped for it goes too. */
function forDown(one: Undoable, volumesStay: boolean): Undoable[] {
  const { seq, undo: how } = one;
  if (how.undo === 'restore-snapshot') return volumesStay ? [{ seq, undo: { ...how, held: [] } }] : [];
  return bringsBack(one) || how.undo === 'release' ? [] : [one];
}

/** What a killed copying left: helpers keep the volume that they mount, and half a snapshot is none. */
async function endCopying(
  { composeName, undos }: InFlight,
  { engine, snapshots }: Pick<Connection, 'engine'> & Pick<RecoveryTools, 'snapshots'>,
): Promise<void> {
  await removeHelpers(composeName, engine);
  for (const { undo: one } of undos) {
    const id = one.undo === 'release' ? one.snapshot : one.undo === 'restore-snapshot' ? one.id : undefined;
    if (id !== undefined) await snapshots.discardHalf(composeName, id);
  }
}
