import type { ContainerWatch } from '../../engine/interface.ts';
import { undo } from '../apply/undo.ts';
import { switching } from '../applying.ts';
import { type Deployment, watchOf } from '../deployment.ts';
import type { OldVersion } from '../model/outcome.ts';
import { sayVerdict } from '../say.ts';
import { undoVolumes } from '../snapshot/undo-volumes.ts';
import { awaitService } from '../verify/await-service.ts';
import { allListen } from '../verify/listening.ts';
import { verify } from '../verify/verify.ts';
import { type Former, formerVersion } from './former.ts';

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
  const touched = undos.some(({ undo: one }) => one.undo === 'start-again' || one.undo === 'switch-back');
  const former = touched ? await formerVersion(claimed.registered, observed, { ...deployment, revisions: tools.revisions }) : undefined;
  const problems = await undo(undos, {
    engine: groundwork.connection.engine,
    switchTo: switching(),
    volumes: undoVolumes({ ...claimed.identity, execution: execution.uuid }, groundwork.connection, tools),
    ...(former ? { awaitAgain: (service: string) => isUpAgain(service, former, deployment) } : {}),
    strike: (seq) => tools.journal.stepUndone(execution.uuid, seq),
    tell: (step, problem) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
  });
  const wasThere = observed.containers.length > 0 || problems.length > 0;
  await tools.leases.releaseExcept(claimed.identity.composeName, wasThere ? deployment.leasesBefore : []);
  return former ? { problems, oldVersion: await seenAgain(former, deployment) } : { problems };
}

/** Those that need it start only then. What it says of itself is told once, when all are looked at. */
async function isUpAgain(service: string, { expectations }: Former, deployment: Deployment): Promise<void> {
  const { engine, facts } = deployment.groundwork.connection;
  const expectation = expectations.find((one) => one.service === service);
  if (!expectation) return;
  await watching(deployment, (watch, signal) =>
    awaitService(expectation, {
      ...{ watch, signal, clock: deployment.tools.clock },
      listens: (container, ports) => allListen(container, ports, { engine, facts }),
    }),
  );
}

async function seenAgain(former: Former, deployment: Deployment): Promise<OldVersion> {
  const { groundwork, tools, execution, leasesBefore: leases } = deployment;
  const { engine, facts } = groundwork.connection;
  const verdicts = await watching(deployment, (watch, signal) => {
    const looking = { engine, facts, watch, signal, leases, clock: tools.clock };
    return verify(former, { ...looking, tell: (verdict) => sayVerdict(verdict, execution) });
  });
  const failed = verdicts.find(({ outcome }) => outcome === 'failed');
  if (!failed) return { verified: true, detail: 'the old version runs again, and was verified again', verdicts };
  return { verified: false, detail: `the old version does not run as it did: ${failed.service}: ${failed.detail}`, verdicts };
}

/** Sees what is true now, and not how it was stopped. Whoever interrupted the deployment does not interrupt this: what is left behind must be known. */
async function watching<Result>(
  deployment: Deployment,
  look: (watch: ContainerWatch, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const watch = await watchOf(deployment, []);
  try {
    return await look(watch, new AbortController().signal);
  } finally {
    await watch.close();
  }
}
