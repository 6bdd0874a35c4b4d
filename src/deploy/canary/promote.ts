import { UserError, exitCode } from '../../contract/user-error.ts';
import { EngineError } from '../../engine/interface.ts';
import type { Commitment } from '../model/commitment.ts';
import type { Verdict } from '../model/probe.ts';
import { fulfil } from '../conclude/fulfil.ts';
import { defaultDrainMs, edgeFor } from '../edge-for.ts';
import { composeLabel, label } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Outcome } from '../model/outcome.ts';
import { otherSlot, type Slot } from '../model/slot.ts';
import { describeStep } from '../model/step.ts';
import { type Ending, endedWith } from './ending.ts';
import { keptCommitment } from './kept.ts';
import { lookAlone } from './look-alone.ts';

/**
 * The new version takes all, and is looked at once more; then the old one is drained and goes. Where it does not hold alone, both go on as before. Killed before the
 * commit, it is undone; after it, finished.
 */
export async function promoteCanary({
  instance,
  parked,
  connection,
  drainMs = defaultDrainMs,
  tools,
  execution,
}: Ending): Promise<Outcome> {
  const { composeName } = instance;
  const { engine } = connection;
  const commitment = await keptCommitment(tools.home, composeName, parked.uuid);
  if (!commitment) throw cannot('what it comes to is not there any more');
  const made = await engine.listContainers({ [composeLabel.project]: composeName, [label.execution]: parked.uuid });
  const down = made.find((container) => !isWell(container));
  if (down || made.length === 0)
    throw cannot(down ? `${down.name} is ${down.health === 'unhealthy' ? 'unhealthy' : down.state}` : 'nothing of it is there');
  await tools.journal.resume(parked.uuid);
  const edge = edgeFor(composeName, connection, tools);
  const switched = parked.undos.flatMap(({ undo }) => (undo.undo === 'switch-back' ? [undo] : []));
  const { verdicts, problem } = await takeAll();
  if (problem !== undefined || execution.signal.aborted) {
    await goOnBeside();
    const message = problem === undefined ? 'interrupted' : `the canary cannot take all: ${problem}`;
    const failure = { message, stage: 'verify', logs: [], undoProblems: [], canaryWaits: true };
    return endedWith(instance, problem === undefined ? 'interrupted' : 'failed', { changed: false, verdicts, failure });
  }
  const final = { ...commitment, instance: { ...commitment.instance, canary: null } };
  await tools.journal.commit(parked.uuid, final);
  const drain = async (service: string, slot: Slot) => void (await edge.drain(service, slot, drainMs, execution.signal));
  const problems = await fulfil(final, {
    ...tools,
    finishing: { engine, drain },
    tell: (step, state, blocked) => execution.say({ event: 'step', step: describeStep(step), cause: blocked ?? step.cause, state }),
  });
  for (const left of problems) execution.say({ event: 'note', message: `${left}; the next up or down tries again` });
  return endedWith({ ...instance, endpoints: commitment.instance.endpoints ?? [] }, 'verified', {
    services: commitment.record.deployment.services,
    verdicts,
  });

  /** Every request goes to the new version, which is looked at then. */
  async function takeAll(): Promise<{ verdicts: Verdict[]; problem?: string }> {
    try {
      for (const { service, slot } of switched) await edge.switchTo(service, otherSlot(slot));
      const looked = await lookAlone(commitment as Commitment, made, { instance, parked, connection, tools, execution });
      const failed = looked.find(({ outcome }) => outcome === 'failed');
      return { verdicts: looked, ...(failed ? { problem: `${failed.service}: ${failed.detail}` } : {}) };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { verdicts: [], problem: error.message };
    }
  }

  /** Both versions serve again, the new one its share. */
  async function goOnBeside(): Promise<void> {
    for (const { service, slot } of switched) {
      await edge.switchTo(service, slot);
      await edge.share(service, instance.canary?.share ?? 0);
    }
    await tools.journal.park(parked.uuid);
  }
}

function isWell({ state, health, exitCode: code }: ObservedContainer): boolean {
  return state === 'running' ? health !== 'unhealthy' : state === 'exited' && code === 0;
}

function cannot(why: string): UserError {
  return new UserError({
    code: 'cannot-promote',
    exit: exitCode.stopped,
    message: `the canary cannot be promoted: ${why}`,
    hint: 'portside up --abort goes back to the old version',
  });
}
