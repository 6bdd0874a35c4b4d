import type { Ended } from '../../contract/options.ts';
import { exitCode } from '../../contract/user-error.ts';
import type { Attempted } from '../attempted.ts';
import { park } from '../canary/park.ts';
import { connectLines } from '../connect-lines.ts';
import type { Deployment } from '../deployment.ts';
import { diagnosed, failureOf } from '../explain/explain.ts';
import { type Outcome, exits } from '../model/outcome.ts';
import { type Verified, commit } from './commit.ts';
import { leaveBehind } from './leave-behind.ts';
import { endpointsSeen, servicesSeen } from './seen.ts';
import { type TakenBack, takeBack } from './take-back.ts';

/** Makes what was verified final; of anything else gathers the evidence, undoes it, and writes it down. */
export async function conclude(deployment: Deployment, attempted: Attempted): Promise<Ended> {
  const { options, observed } = deployment;
  const endpoints = await endpointsSeen(deployment, attempted);
  const changed = (attempted.plan?.steps.length ?? 0) > 0;
  const { findings, verdicts } = attempted;
  const replaced = attempted.plan?.replaced ?? [];
  const seen = { changed, endpoints, services: servicesSeen(attempted), findings, verdicts, replaced };
  const started = observed.containers.length === 0;
  if (isVerified(attempted)) {
    await attempted.watch?.close();
    const end = options.canary === undefined ? commit : park;
    const record = await end(deployment, attempted, { result: 'verified', ...seen });
    const connect = connectLines(attempted.stack, endpoints);
    return { ...{ record, exit: 0, changed, started }, ...(connect.length > 0 ? { connect } : {}) };
  }
  const { ending, error } = attempted;
  const failure = await failureOf(deployment, attempted);
  const diagnosis = failure && (await diagnosed(deployment, attempted, failure));
  await attempted.watch?.close();
  const kept = ending === 'failed' && options.keep === true && attempted.planFile !== undefined;
  const { problems, oldVersion }: TakenBack = kept ? { problems: [] } : await takeBack(deployment);
  failure?.undoProblems.push(...problems);
  const told = failure && { failure: { ...failure, ...(oldVersion ? { oldVersion } : {}) } };
  const outcome: Outcome = { result: ending, ...seen, ...told, ...(diagnosis ? { diagnosis } : {}) };
  const record = await leaveBehind(deployment, attempted, outcome, kept);
  return { ...{ record, exit: exitOf(attempted, !started), changed, started }, ...(error ? { error } : {}) };
}

/** A version that does not build has failed to take the place of the one that runs (docs/decisions/0014). */
function exitOf({ ending, error }: Attempted, replaces: boolean): Ended['exit'] {
  return replaces && error?.code === 'build-failed' ? exitCode.failed : exits[ending];
}

function isVerified(attempted: Attempted): attempted is Verified {
  const { ending, stack, images, plan, planFile } = attempted;
  return ending === 'verified' && stack !== undefined && images !== undefined && plan !== undefined && planFile !== undefined;
}
