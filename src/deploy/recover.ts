import { gatherFacts } from '../engine/observe.ts';
import type { InFlight } from '../ledger/journal.ts';
import { removeTree } from '../system/files.ts';
import { endProcessGroup, findByFile } from '../system/process.ts';
import { bringsBack, describeUndo, undo } from './apply/undo.ts';
import { type Former, formerVersion, servicesUp } from './conclude/former.ts';
import { fulfil } from './conclude/fulfil.ts';
import { forgetUncommitted } from './conclude/never-committed.ts';
import { type Looking, comingUp, seenAgain } from './conclude/seen-again.ts';
import type { TakenBack } from './conclude/take-back.ts';
import { backOn, defaultDrainMs, edgeFor } from './edge-for.ts';
import type { Execution } from './execution.ts';
import { composeLabel, label } from './model/labels.ts';
import type { Slot } from './model/slot.ts';
import { type FinishingStep, type Undoable, describeStep } from './model/step.ts';
import { planDirectory, planFiles } from './plan-files.ts';
import { sayVerdict } from './say.ts';
import { sparingNewer } from './snapshot/newer-data.ts';
import { undoVolumes } from './snapshot/undo-volumes.ts';
import { removeHelpers } from './snapshot/volume-archive.ts';
import type { Connection, DeployTools } from './tools.ts';

export type RecoveryTools = Pick<
  DeployTools,
  'journal' | 'clock' | 'home' | 'instances' | 'leases' | 'history' | 'revisions' | 'environment' | 'snapshots'
>;

/** What is told while a killed execution is cleared up. */
export interface Telling {
  step: (done: string, problem?: string) => void;
  /** What is left to whoever reads it. */
  note: (words: string) => void;
  verdict: Looking['tell'];
}

/** As events of the execution that clears up. */
export function telling(execution: Execution, { committed }: InFlight): Telling {
  return {
    step: (step, problem) =>
      committed
        ? execution.say({ event: 'step', step, cause: problem ?? 'it was replaced', state: problem ? 'failed' : 'end' })
        : execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
    note: (message) => execution.say({ event: 'note', message }),
    verdict: (verdict) => sayVerdict(verdict, execution),
  };
}

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

async function nameOf({ composeName }: InFlight, { instances }: Pick<RecoveryTools, 'instances'>): Promise<string> {
  const known = await instances.find(composeName);
  return known ? `${known.project}/${known.instance}` : composeName;
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

/**
 * Clears up all that killed executions left of one instance, and gives back name and ports of one that never came up. Resolves to what is not
 * as it should be. The caller holds the instance's lock.
 */
export async function clearAway(composeName: string, connection: Connection, tools: RecoveryTools): Promise<string[]> {
  const problems: string[] = [];
  const silent = { step: () => undefined, note: (words: string) => void problems.push(words), verdict: () => undefined };
  for (const inFlight of await unfinishedOf(composeName, tools)) {
    const { problems: left, oldVersion } = await recover(inFlight, connection, tools, silent);
    problems.push(...left, ...(oldVersion?.verified === false ? [oldVersion.detail] : []));
  }
  const known = await tools.instances.find(composeName);
  const containers = await connection.engine.listContainers({ [composeLabel.project]: composeName });
  if (problems.length > 0 || known?.executionUuid !== undefined || containers.length > 0) return problems;
  await tools.leases.release(composeName);
  await tools.revisions.forget(composeName);
  await tools.instances.forget(composeName);
  await removeTree(planDirectory(tools.home, composeName));
  return [];
}

/** The journal names the child; one that was started just before the kill is known by the plan that it was given. */
async function endChildren(inFlight: InFlight, { clock, home }: Pick<DeployTools, 'clock' | 'home'>): Promise<void> {
  const unwritten = await findByFile(planDirectory(home, inFlight.composeName));
  const children = inFlight.child ? [inFlight.child, ...unwritten] : unwritten;
  await Promise.all(children.map((child) => endProcessGroup(child, { clock, graceMs: childGraceMs })));
}

/** Compose needs a moment to let go of the engine; more would keep the user waiting. */
const childGraceMs = 3000;

/** What killed executions left of one instance. */
export async function unfinishedOf(composeName: string, tools: Pick<DeployTools, 'journal'>): Promise<InFlight[]> {
  return (await tools.journal.unfinished()).filter((inFlight) => inFlight.composeName === composeName);
}
