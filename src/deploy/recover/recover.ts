import { gatherFacts } from '../../engine/observe.ts';
import type { InFlight } from '../../ledger/journal.ts';
import { bringsBack, undo } from '../apply/undo.ts';
import { type Former, formerVersion, servicesUp } from '../conclude/former.ts';
import { fulfil } from '../conclude/fulfil.ts';
import { forgetUncommitted } from '../conclude/never-committed.ts';
import { type Looking, comingUp, seenAgain } from '../conclude/seen-again.ts';
import type { TakenBack } from '../conclude/take-back.ts';
import { backOn, defaultDrainMs, edgeFor } from '../edge-for.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { Slot } from '../model/slot.ts';
import { type FinishingStep, describeStep } from '../model/step.ts';
import { planFiles } from '../plan-files.ts';
import { sparingNewer } from '../snapshot/newer-data.ts';
import { undoVolumes } from '../snapshot/undo-volumes.ts';
import type { Connection } from '../tools.ts';
import { endChildren } from './end-children.ts';
import type { Telling } from './telling.ts';
import { type RecoveryTools, nameOf } from './unfinished.ts';

/**
 * Ends what a killed execution left running, and finishes it where it was committed, else takes its steps back and looks whether what ran before runs
 * again. The caller holds the instance's lock.
 */
export async function recover(inFlight: InFlight, connection: Connection, tools: RecoveryTools, tell: Telling): Promise<TakenBack> {
  await endChildren(inFlight, tools);
  const edge = edgeFor(inFlight.composeName, connection, tools);
  if (inFlight.committed) {
    const drain = async (service: string, slot: Slot) => void (await edge.drain(service, slot, defaultDrainMs));
    const finishing = { engine: connection.engine, drain };
    return { problems: await fulfil(inFlight.committed, { ...tools, finishing, tell: tellEnds }) };
  }
  const undos = await sparingNewer(inFlight.undos, { engine: connection.engine, instance: await nameOf(inFlight, tools) }, tell.note);
  const before = inFlight.undos.some(bringsBack) ? await oldVersionOf(inFlight, connection, tools, tell) : undefined;
  const problems = await undo(undos, {
    ...{ engine: connection.engine, tell: tell.step, ...backOn(edge) },
    ...(before ? { again: comingUp(before.former, before.looking) } : {}),
    strike: (seq) => tools.journal.stepUndone(inFlight.uuid, seq),
    volumes: undoVolumes({ composeName: inFlight.composeName, execution: inFlight.uuid }, connection, tools, undos),
  });
  if (problems.length > 0) return { problems };
  await asBefore(inFlight, connection, tools);
  const oldVersion = before && (await seenAgain(before.former, before.looking));
  await tools.journal.end(inFlight.uuid);
  return { problems, ...(oldVersion ? { oldVersion } : {}) };

  function tellEnds(step: FinishingStep, state: string, problem?: string): void {
    if (state !== 'begin') tell.step(describeStep(step), problem);
  }
}

/** What ran before the killed execution, and must run again. */
async function oldVersionOf(
  { composeName, uuid, undos }: InFlight,
  { engine, facts }: Connection,
  { instances, revisions, leases, home, clock }: RecoveryTools,
  tell: Telling,
): Promise<{ former: Former; looking: Looking } | undefined> {
  const registered = await instances.find(composeName);
  if (!registered) return undefined;
  const containers = await engine.listContainers({ [composeLabel.project]: composeName });
  const up = servicesUp({ containers: containers.filter(({ labels }) => labels[label.execution] !== uuid) });
  for (const { undo: one } of undos) if (one.undo === 'start-again') up.add(one.service);
  const around = { revisions, files: planFiles(home, composeName, uuid), facts: await gatherFacts(engine, registered.project) };
  const former = await formerVersion(registered, up, around);
  return { former, looking: { composeName, engine, facts, clock, leases: await leases.of(composeName), tell: tell.verdict } };
}

/** The ports that the version before had, and no revision that was written down for a commit that never came. */
async function asBefore(
  { composeName, uuid }: InFlight,
  { engine }: Connection,
  { revisions, instances, leases }: RecoveryTools,
): Promise<void> {
  const registered = await instances.find(composeName);
  const known = registered?.revision === undefined ? undefined : await revisions.get(composeName, registered.revision);
  if (known) await leases.releaseExcept(composeName, known.stack.leases);
  await forgetUncommitted({ composeName, uuid }, { engine }, { revisions, instances });
}
