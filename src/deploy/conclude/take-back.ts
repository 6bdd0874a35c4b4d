import { bringsBack, undo } from '../apply/undo.ts';
import type { Deployment } from '../deployment.ts';
import { backOn, edgeFor } from '../edge-for.ts';
import type { OldVersion } from '../model/outcome.ts';
import { sayVerdict } from '../say.ts';
import { undoVolumes } from '../snapshot/undo-volumes.ts';
import { formerVersion, servicesUp } from './former.ts';
import { type Looking, comingUp, seenAgain } from './seen-again.ts';

/** How taking back went. */
export interface TakenBack {
  /** What could not be undone. */
  problems: string[];
  /** What ran before, seen again; absent where it was never stopped. */
  oldVersion?: OldVersion;
}

/** Takes back all that this execution did, and looks whether what ran before runs again. */
export async function takeBack(deployment: Deployment): Promise<TakenBack> {
  const { groundwork, execution, tools, claimed, observed } = deployment;
  const undos = deployment.undos.splice(0);
  const { composeName } = claimed.identity;
  const { engine, facts } = groundwork.connection;
  const former = undos.some(bringsBack)
    ? await formerVersion(claimed.registered, servicesUp(observed), { ...deployment, revisions: tools.revisions })
    : undefined;
  const tell: Looking['tell'] = (verdict) => sayVerdict(verdict, execution);
  const looking: Looking = { composeName, engine, facts, tell, clock: tools.clock, leases: deployment.leasesBefore };
  const problems = await undo(undos, {
    engine,
    ...backOn(edgeFor(composeName, groundwork.connection, tools)),
    volumes: undoVolumes({ ...claimed.identity, execution: execution.uuid }, groundwork.connection, tools),
    ...(former ? { again: comingUp(former, looking) } : {}),
    strike: (seq) => tools.journal.stepUndone(execution.uuid, seq),
    tell: (step, problem) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
  });
  const wasThere = observed.containers.length > 0 || problems.length > 0;
  await tools.leases.releaseExcept(composeName, wasThere ? deployment.leasesBefore : []);
  return former ? { problems, oldVersion: await seenAgain(former, looking) } : { problems };
}
