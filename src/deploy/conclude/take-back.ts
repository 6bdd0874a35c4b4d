import { bringsBack, describeUndo, undo } from '../apply/undo.ts';
import type { Deployment } from '../deployment.ts';
import { backOn, edgeFor } from '../edge-for.ts';
import type { OldVersion } from '../model/outcome.ts';
import type { Undoable } from '../model/step.ts';
import { sayVerdict } from '../say.ts';
import { undoVolumes } from '../snapshot/undo-volumes.ts';
import { engineBack, fallenWith, inStartOrder } from './engine-back.ts';
import { type Former, formerVersion, servicesUp } from './former.ts';
import { forgetUncommitted } from './never-committed.ts';
import { refusal } from './refusal.ts';
import { type Looking, comingUp, seenAgain } from './seen-again.ts';

/** How taking back went. */
export interface TakenBack {
  /** What could not be undone. */
  problems: string[];
  /** What ran before, seen again; absent where it was never stopped. */
  oldVersion?: OldVersion;
}

/** Takes back all that this execution did, once the engine is there for it, and looks whether what ran before runs again. */
export async function takeBack(deployment: Deployment): Promise<TakenBack> {
  const { groundwork, execution, tools, claimed, observed } = deployment;
  const { composeName } = claimed.identity;
  const { engine, facts } = groundwork.connection;
  const isBack = await engineBack(engine, { clock: tools.clock, tell: (message) => execution.say({ event: 'note', message }) });
  if (!isBack) return { problems: deployment.undos.length > 0 ? [withoutEngine] : [] };
  const ranBefore = await formerVersion(claimed.registered, servicesUp(observed), { ...deployment, revisions: tools.revisions });
  const { undos, unwritten } = await withFallen(deployment, ranBefore);
  const former = undos.some(bringsBack) ? ranBefore : undefined;
  const tell: Looking['tell'] = (verdict) => sayVerdict(verdict, execution);
  const looking: Looking = { composeName, engine, facts, tell, clock: tools.clock, leases: deployment.leasesBefore };
  const undone = await undo(undos, {
    engine,
    ...backOn(edgeFor(composeName, groundwork.connection, tools)),
    volumes: undoVolumes({ ...claimed.identity, execution: execution.uuid }, groundwork.connection, tools, undos),
    ...(former ? { again: comingUp(former, looking) } : {}),
    strike: (seq) => tools.journal.stepUndone(execution.uuid, seq),
    tell: (step, problem) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
  });
  const wasThere = observed.containers.length > 0 || undone.length > 0;
  const problems = [...unwritten, ...undone];
  const giveBack = () => tools.leases.releaseExcept(composeName, wasThere ? deployment.leasesBefore : []);
  problems.push(...(await refusal(giveBack)).map((refused) => `give back the ports that it took: ${refused}`));
  const forget = () => forgetUncommitted({ composeName, uuid: execution.uuid }, groundwork.connection, tools);
  problems.push(...(await refusal(forget)).map((refused) => `forget the revision that it would have been: ${refused}`));
  return former ? { problems, oldVersion: await seenAgain(former, looking) } : { problems };
}

const withoutEngine = 'the engine did not come back: start it, and the next up or down takes back what was done';

/** All that is to be taken back, and what ended with an engine that went away meanwhile: that too where the journal refuses it. */
async function withFallen(deployment: Deployment, { expectations }: Former): Promise<{ undos: Undoable[]; unwritten: string[] }> {
  const { groundwork, execution, tools, observed } = deployment;
  const undos = deployment.undos.splice(0);
  const unwritten: string[] = [];
  const fallen = await fallenWith(groundwork.connection.engine, observed, { undos, expectations });
  if (fallen.length === 0) return { undos, unwritten };
  for (const one of fallen) {
    const seq = deployment.nextSequence();
    const refused = await refusal(() => tools.journal.stepBegun(execution.uuid, seq, describeUndo(one), one));
    unwritten.push(...refused.map((message) => `${describeUndo(one)}: it is not in the journal: ${message}`));
    undos.unshift({ seq, undo: one });
  }
  return { undos: inStartOrder(undos, observed), unwritten };
}
