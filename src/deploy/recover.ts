import { removeTree } from '../system/files.ts';
import { endProcessGroup, findByArgument } from '../system/process.ts';
import type { InFlight } from '../ledger/journal.ts';
import { undo } from './apply/undo.ts';
import { fulfil } from './conclude/fulfil.ts';
import { draining, switching } from './applying.ts';
import { composeLabel } from './model/labels.ts';
import { type FinishingStep, describeStep } from './model/step.ts';
import { planDirectory } from './plan-files.ts';
import { undoVolumes } from './snapshot/undo-volumes.ts';
import type { Connection, DeployTools } from './tools.ts';

/** Ends what a killed execution left running, and finishes it where it was committed, else takes its steps back. Resolves to what could not be done. */
export async function recover(
  inFlight: InFlight,
  { engine, compose, environment }: Pick<Connection, 'engine' | 'compose' | 'environment'>,
  tools: Pick<DeployTools, 'journal' | 'clock' | 'home' | 'instances' | 'leases' | 'history' | 'environment' | 'snapshots'>,
  tell: (done: string, problem?: string) => void,
): Promise<string[]> {
  await endChildren(inFlight, tools);
  if (inFlight.committed) return fulfil(inFlight.committed, { ...tools, finishing: { engine, drain: draining() }, tell: tellEnds });
  const problems = await undo(inFlight.undos, {
    ...{ engine, tell, switchTo: switching() },
    strike: (seq) => tools.journal.stepUndone(inFlight.uuid, seq),
    volumes: undoVolumes({ composeName: inFlight.composeName, execution: inFlight.uuid }, { engine, compose, environment }, tools),
  });
  if (problems.length === 0) await tools.journal.end(inFlight.uuid);
  return problems;

  function tellEnds(step: FinishingStep, state: string, problem?: string): void {
    if (state !== 'begin') tell(describeStep(step), problem);
  }
}

/**
 * Takes back all that killed executions left of one instance, and gives back name and ports of one that never came up. Resolves to what could not be undone.
 * The caller holds the instance's lock.
 */
export async function clearAway(
  composeName: string,
  connection: Connection,
  tools: Pick<DeployTools, 'journal' | 'clock' | 'home' | 'instances' | 'leases' | 'history' | 'environment' | 'snapshots'>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const inFlight of await unfinishedOf(composeName, tools))
    problems.push(...(await recover(inFlight, connection, tools, () => undefined)));
  const known = await tools.instances.find(composeName);
  const containers = await connection.engine.listContainers({ [composeLabel.project]: composeName });
  if (problems.length > 0 || known?.executionUuid !== undefined || containers.length > 0) return problems;
  await tools.leases.release(composeName);
  await tools.instances.forget(composeName);
  await removeTree(planDirectory(tools.home, composeName));
  return [];
}

/** The journal names the child; one that was started just before the kill is known by the plan that it was given. */
async function endChildren(inFlight: InFlight, { clock, home }: Pick<DeployTools, 'clock' | 'home'>): Promise<void> {
  const unwritten = await findByArgument(planDirectory(home, inFlight.composeName));
  const children = inFlight.child ? [inFlight.child, ...unwritten] : unwritten;
  await Promise.all(children.map((child) => endProcessGroup(child, { clock, graceMs: childGraceMs })));
}

/** Compose needs a moment to let go of the engine; more would keep the user waiting. */
const childGraceMs = 3000;

/** What killed executions left of one instance. */
export async function unfinishedOf(composeName: string, tools: Pick<DeployTools, 'journal'>): Promise<InFlight[]> {
  return (await tools.journal.unfinished()).filter((inFlight) => inFlight.composeName === composeName);
}
