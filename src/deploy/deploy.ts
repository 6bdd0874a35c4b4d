import type { Ended, UpOptions } from '../contract/options.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { EngineError } from '../engine/interface.ts';
import { gatherFacts } from '../engine/observe.ts';
import { apply } from './apply/apply.ts';
import { applyTools } from './applying.ts';
import type { Attempted, Progress } from './attempted.ts';
import { build } from './build/build.ts';
import { endCanary } from './canary/end.ts';
import { refuseBesideCanary, refuseUnlessCanary } from './canary/refuse.ts';
import { conclude } from './conclude/conclude.ts';
import { abandon } from './conclude/leave-behind.ts';
import { takeBack } from './conclude/take-back.ts';
import { type Deployment, buildTools, verifyTools, watchOf } from './deployment.ts';
import { enter } from './enter.ts';
import type { Execution } from './execution.ts';
import { blameApply, blameVerdict, takenPorts } from './explain/failure.ts';
import { type Judging, fromFiles } from './from-files.ts';
import { lockInstance } from './lock-instance.ts';
import { withLeftAlone } from './only.ts';
import { namesAreFree } from './plan/names-are-free.ts';
import { plan } from './plan/plan.ts';
import { identify, layGroundwork, register } from './prepare.ts';
import { recordFolderIsThere } from './record/copy-record.ts';
import { sayFindings, sayVerdict } from './say.ts';
import { watchReplaced } from './settle.ts';
import { edgeBefore } from './edge-before.ts';
import { withCopies } from './snapshot/with-copies.ts';
import type { DeployTools } from './tools.ts';
import { verify } from './verify/verify.ts';

/** Brings an instance to what its files say, and proves it. Throws UserError for wrong usage, no engine, busy; every other ending is a record. */
export async function deploy(options: UpOptions, tools: DeployTools, execution: Execution, judging?: Judging): Promise<Ended> {
  await recordFolderIsThere(options.recordFile);
  if (options.promote || options.abort) return endCanary(options, tools, execution);
  const groundwork = await execution.stage('resolve', () => layGroundwork(options, tools, execution.redactor));
  if (judging?.git) groundwork.git = judging.git;
  const named = await identify(options, groundwork, tools);
  const identity = await register(named, options, groundwork, tools);
  const { composeName, project, instance } = identity;
  execution.say({ event: 'begin', action: 'up', instance: `${project}/${instance}` });
  await using _lock = await lockInstance(composeName, options, tools, execution);
  await refuseBesideCanary(composeName, tools);
  const deployment = await enter(identity, options, tools, execution, groundwork, fromFiles(judging));
  return await conclude(deployment, await attempt(deployment));
}

const mostAttempts = 5;

/** Goes again from the leases where the engine says that a port was taken meanwhile, by another user or a foreign program. */
export async function attempt(deployment: Deployment): Promise<Attempted> {
  const avoid: number[] = [];
  for (let count = 1; ; count++) {
    const attempted = await runStages(deployment, avoid);
    if (!attempted.takenPorts || count === mostAttempts || deployment.execution.signal.aborted) return attempted;
    const takenBack = await takeBack(deployment);
    if (takenBack.problems.length > 0) return { ...attempted, takenBack };
    await attempted.watch?.close();
    avoid.push(...attempted.takenPorts);
    deployment.execution.say({
      event: 'note',
      message: `port ${attempted.takenPorts.join(' or ')} was taken meanwhile: going again`,
    });
    deployment.facts = await gatherFacts(deployment.groundwork.connection.engine, deployment.claimed.identity.project);
  }
}

/** The pipeline: resolve, check, build, plan, apply, verify. Recording, and undoing what failed, is `conclude`. */
async function runStages(deployment: Deployment, avoid: number[]): Promise<Attempted> {
  const { execution, tools, source, observed, facts, options, claimed, files } = deployment;
  const progress: Progress = { findings: [], verdicts: [] };
  try {
    const stack = (progress.stack = await execution.stage('resolve', () => source.resolve(deployment, avoid)));
    const found = (progress.findings = await execution.stage('check', () => source.check(stack, deployment)));
    sayFindings(found, execution);
    if (found.some((finding) => finding.severity === 'error')) return { ...progress, ending: 'stopped' };

    const images = (progress.images = source.images ?? (await execution.stage('build', () => build(stack, buildTools(deployment)))));
    const foundInside = await execution.stage('check', () => source.checkImages(images, deployment));
    progress.findings.push(...foundInside);
    sayFindings(foundInside, execution);
    if (foundInside.length > 0) return { ...progress, ending: 'stopped' };
    const contentHash = source.contentHash(images, deployment);
    const planned = await execution.stage('plan', async () => {
      const before = await edgeBefore(claimed.registered, tools);
      const asked = { execution: execution.uuid, contentHash, edgeBefore: before, canary: options.canary, timeoutMs: options.timeoutMs };
      const plain = plan({ stack, images, observed, facts, ...asked });
      source.judge(plain, observed);
      namesAreFree(plain, facts);
      return withCopies(plain, {
        stack,
        observed,
        options,
        broughtBack: source.broughtBack,
        engine: deployment.groundwork.connection.engine,
        tools,
      });
    });
    if (options.canary !== undefined) refuseUnlessCanary(planned);
    progress.plan = planned;
    progress.planFile = await files.write('plan', await withLeftAlone(planned.compose, stack, claimed.registered.planFile, files));

    progress.watch = await watchOf(deployment, planned.old);
    const applying = applyTools(deployment, { stack, plan: planned, planFile: progress.planFile, watch: progress.watch });
    const broken = await execution.stage('apply', () => apply(planned, applying));
    if (execution.signal.aborted || broken?.failed === 'interrupted') return { ...progress, ending: 'interrupted' };
    if (broken) return { ...progress, ending: 'failed', blame: blameApply(broken), ...takenPorts(broken, stack) };

    const verifying = verifyTools(deployment, stack.leases, progress.watch, (verdict) => sayVerdict(verdict, execution));
    progress.verdicts = await execution.stage('verify', () => verify(planned, verifying));
    if (execution.signal.aborted) return { ...progress, ending: 'interrupted' };
    const failed = progress.verdicts.find((verdict) => verdict.outcome === 'failed');
    if (failed) return { ...progress, ending: 'failed', blame: blameVerdict(failed, 'verify') };
    const unsettled = await execution.stage('verify', () => watchReplaced(planned, verifying, options.settleMs));
    if (execution.signal.aborted) return { ...progress, ending: 'interrupted' };
    if (unsettled) return { ...progress, ending: 'failed', blame: blameVerdict(unsettled, 'verify') };

    return { ...progress, ending: 'verified' };
  } catch (error) {
    if (execution.signal.aborted) return { ...progress, ending: 'interrupted' };
    if (error instanceof UserError && error.exit === exitCode.stopped) return { ...progress, ending: 'stopped', error };
    if (error instanceof EngineError)
      return { ...progress, ending: 'failed', blame: { message: error.message, stage: execution.stageNow(), kind: error.kind } };
    await progress.watch?.close();
    await abandon(deployment);
    throw error;
  }
}
