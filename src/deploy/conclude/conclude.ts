import type { Ended } from '../../contract/options.ts';
import type { ExecutionRecord } from '../../contract/record.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Attempted } from '../attempted.ts';
import { park } from '../canary/park.ts';
import { connectLines } from '../connect-lines.ts';
import type { Deployment } from '../deployment.ts';
import { diagnosed, failureOf } from '../explain/explain.ts';
import { blameLedger } from '../explain/failure.ts';
import { type Outcome, exits } from '../model/outcome.ts';
import { canBeKept } from './can-be-kept.ts';
import { type Verified, commit } from './commit.ts';
import { abandon, leaveBehind } from './leave-behind.ts';
import { endpointsSeen, servicesSeen } from './seen.ts';
import { type TakenBack, takeBack } from './take-back.ts';

/** Makes what was verified final; of anything else gathers the evidence, undoes it, and writes it down. */
export async function conclude(deployment: Deployment, attempted: Attempted): Promise<Ended> {
  const { observed } = deployment;
  const endpoints = await endpointsSeen(deployment, attempted);
  const changed = (attempted.plan?.steps.length ?? 0) > 0;
  const { findings, verdicts } = attempted;
  const replaced = attempted.plan?.replaced ?? [];
  const seen = { changed, endpoints, services: servicesSeen(attempted), findings, verdicts, replaced };
  const started = observed.containers.length === 0;
  if (!isVerified(attempted)) return takeApart(deployment, attempted, seen);
  const final = await makeFinal(deployment, attempted, { result: 'verified', ...seen });
  if ('unwritten' in final) return takeApart(deployment, final.unwritten, { ...seen, endpoints: [] });
  await attempted.watch?.close();
  const record = await final.finish();
  const connect = connectLines(attempted.stack, endpoints);
  return { ...{ record, exit: exitCode.verified, changed, started }, ...(connect.length > 0 ? { connect } : {}) };
}

/** What cannot be written down cannot be final: then it has failed like any other. Throws bugs of ours, with everything taken back. */
async function makeFinal(
  deployment: Deployment,
  verified: Verified,
  outcome: Outcome,
): Promise<{ finish: () => Promise<ExecutionRecord> } | { unwritten: Attempted }> {
  const end = deployment.options.canary === undefined ? commit : park;
  try {
    return { finish: await end(deployment, verified, outcome) };
  } catch (error) {
    if (error instanceof UserError) return { unwritten: { ...verified, ending: 'failed', blame: blameLedger(error) } };
    await verified.watch?.close();
    await abandon(deployment);
    throw error;
  }
}

/** Gathers the evidence, undoes what was done, and writes it down. */
async function takeApart(deployment: Deployment, attempted: Attempted, seen: Omit<Outcome, 'result'>): Promise<Ended> {
  const { options, observed } = deployment;
  const { ending, error } = attempted;
  const failure = await failureOf(deployment, attempted);
  const diagnosis = failure && (await diagnosed(deployment, attempted, failure));
  await attempted.watch?.close();
  const kept = options.keep === true && (await canBeKept(deployment, attempted));
  const { problems, oldVersion }: TakenBack = kept ? { problems: [] } : (attempted.takenBack ?? (await takeBack(deployment)));
  failure?.undoProblems.push(...problems);
  const told = failure && { failure: { ...failure, ...(oldVersion ? { oldVersion } : {}) } };
  const outcome: Outcome = { ...seen, result: ending, ...told, ...(diagnosis ? { diagnosis } : {}) };
  const record = await leaveBehind(deployment, attempted, outcome, kept);
  const started = observed.containers.length === 0;
  const exit = exitOf(attempted, !started);
  return { ...{ record, exit, changed: seen.changed, started }, ...(kept && { kept }), ...(error ? { error } : {}) };
}

/** A version that does not build has failed to take the place of the one that runs (docs/decisions/0014). */
function exitOf({ ending, error }: Attempted, replaces: boolean): Ended['exit'] {
  return replaces && error?.code === 'build-failed' ? exitCode.failed : exits[ending];
}

function isVerified(attempted: Attempted): attempted is Verified {
  const { ending, stack, images, plan, planFile } = attempted;
  return ending === 'verified' && stack !== undefined && images !== undefined && plan !== undefined && planFile !== undefined;
}
