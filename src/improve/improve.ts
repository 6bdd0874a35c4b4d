import { join } from 'node:path';
import type { ImproveEnded, ImproveOptions, ImprovePlan } from '../contract/improve.ts';
import type { ExecutionEvent } from '../contract/events.ts';
import type { SayImprove } from '../contract/improve-events.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { Execution } from '../deploy/execution.ts';
import { recordFolderIsThere } from '../deploy/record/copy-record.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { improve } from '../loop/improve.ts';
import { type Stop, limitInWords } from '../loop/limits.ts';
import { createPatience } from '../loop/patience.ts';
import type { Run } from '../loop/run.ts';
import type { Repository } from '../loop/tree/repository.ts';
import { openKeeper } from '../loop/tree/keeper.ts';
import { runStore, type RunStore } from '../loop/run-store.ts';
import type { LoopTools, Protect, Recollection } from '../loop/tools.ts';
import { removeStubborn } from '../system/copy.ts';
import { ensurePrivateDirectory } from '../system/files.ts';
import { askedOf, endLeftovers } from './resume.ts';
import { runMark } from './run-mark.ts';
import { type Begun, type FoundAll, begin, findAll, keeperFolder } from './begin.ts';
import type { Engaged } from './backend.ts';
import { baseStore } from './judge/base-store.ts';
import { handOver } from './ending.ts';
import { conclude } from './conclude.ts';
import { createGuarding } from './judge/guarding.ts';
import { createJudge } from './judge/judging.ts';
import { learnSecrets } from './learn-secrets.ts';
import { nameOf } from './judge/name-of.ts';
import { runSettings } from './settings.ts';

/** What is made for one run: who works, what is put back, what is remembered. */
export interface Outfit {
  engage(begun: Begun, folder: string): Promise<Engaged>;
  protect(begun: Begun): Protect;
  recollection(begun: Begun): Recollection;
}

export interface ImproveInput {
  options: ImproveOptions;
  tools: DeployTools;
  execution: Execution;
  say: SayImprove;
  /** By all that is asked for, now and when the run was begun. */
  outfit: (options: ImproveOptions) => Outfit;
  /** Told what is about to be done, before anything is; false: nothing is. */
  approve: (plan: ImprovePlan) => Promise<boolean>;
}

/** Has an agent work on a project until every criterion holds. Throws UserError for what is no run: no repository, no agent, another run at work. */
export async function improveProject(input: ImproveInput): Promise<ImproveEnded> {
  const { options, tools, execution } = input;
  await recordFolderIsThere(options.recordFile);
  const here = await findAll(options, tools);
  const { directory } = here.found;
  await using _lock = await tools.locks.acquire(`improve ${directory}`, 'improve');
  const store = runStore(tools.home, directory);
  await ensurePrivateDirectory(store.folder);
  if (options.restart) await drop(store, here, input);
  const unfinished = await store.read();
  const asked = askedOf(options, unfinished);
  const all = unfinished ? await findAll({ ...asked, directory, init: false }, tools) : here;
  const begun = await begin(asked, all, { store, unfinished, uuid: execution.uuid }, tools);
  if (unfinished) await endLeftovers(unfinished.id, around(input));
  // Awaited here: a lock goes with its scope.
  return await carryOut({ ...input, options: asked }, all, begun, store);
}

/** A run that nobody wants to go on with, and what it left; what it had kept stays as a branch. One that cannot be read is only forgotten. */
async function drop(store: RunStore, { repository }: FoundAll, input: ImproveInput): Promise<void> {
  const unfinished = await store.read().catch(() => undefined);
  if (unfinished) {
    await endLeftovers(unfinished.id, around(input));
    await rescue(unfinished, store, repository, input);
  }
  await store.remove();
  await ensurePrivateDirectory(store.folder);
}

/** A run's own repository that is broken keeps nobody from dropping it. */
async function rescue(run: Run, store: RunStore, repository: Repository, { say }: ImproveInput): Promise<void> {
  try {
    const keeper = await openKeeper(join(store.folder, keeperFolder), repository);
    const { branch } = await handOver(run, { reason: 'stopped', detail: '' }, keeper, repository, {});
    if (branch) say({ event: 'note', message: `what the dropped run had kept is on ${branch}` });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say({ event: 'note', message: `what the dropped run had kept is lost: ${error.message}` });
  }
}

function around({ tools, say }: ImproveInput) {
  return { tools, listen: (of: ExecutionEvent) => say({ event: 'execution', of }) };
}

async function carryOut(input: ImproveInput, all: FoundAll, begun: Begun, store: RunStore): Promise<ImproveEnded> {
  const { options, tools, execution, say } = input;
  const outfit = input.outfit(options);
  const { clock } = tools;
  const { repository, keeper, settings } = begun;
  const { backend, environment: seen, attach } = await outfit.engage(begun, store.folder);
  const environment = { ...seen, [runMark]: begun.run.id };
  const missing = await backend.missing();
  if (missing) throw notReady(backend.name, missing);
  const { envFiles } = all.found;
  await learnSecrets(execution.redactor, { envFiles, inputs: begun.inputs, root: repository.root }, tools.environment);
  let run: Run = { ...begun.run, agent: backend.name };
  const since = clock.monotonic();
  const usedMs = () => clock.monotonic() - since;
  const save = async (now: Run) => {
    run = now;
    await store.save({ ...run, spentMs: run.spentMs + usedMs() });
  };
  say({
    ...{ event: 'begin', action: 'improve', project: project(all), agent: backend.name, until: run.until, base: run.base },
    ...{ resumed: begun.resumed, dirty: options.includeDirty ? 0 : repository.dirty.length },
  });
  const { limits, patience, ratio, pass, agent } = runSettings(options, settings);
  const judge = createJudge({
    ...{ id: run.id, criteria: run.criteria, tools, signal: execution.signal, folder: store.folder },
    guarding: createGuarding(baseStore(store.folder)),
    options: { ...begun.files, pass, ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }) },
    baseCriteria: () => run.baseJudged?.criteria,
    ratio,
    listen: (of) => say({ event: 'execution', of }),
  });
  const loopTools: LoopTools = {
    ...{
      repository,
      keeper,
      backend,
      judge,
      clock,
      say,
      save,
      usedMs,
      inputs: begun.inputs,
      folder: store.folder,
      signal: execution.signal,
    },
    protect: outfit.protect(begun),
    recollection: outfit.recollection(begun),
    redact: execution.redactor,
    limits,
    patience: createPatience({ ...patience, clock, say, signal: execution.signal }),
    agent: { ...agent, environment, ...(attach ? { attach } : {}) },
  };
  const agreed = await input.approve({
    agent: backend.name,
    criteria: run.criteria.map(nameOf),
    limit: limitInWords(limits.limit),
  });
  // From now on there is something to go on with.
  if (agreed) await save(run);
  const ended = agreed ? await attempt(run, project(all), loopTools, () => run) : { run, stop: rejected };
  return conclude(ended, { options, tools, execution, say, begun, store, recollection: loopTools.recollection, usedMs });
}

const rejected: Stop = { reason: 'rejected', detail: 'it was not approved: nothing was done' };

/** Being stopped is an ending like any other. */
async function attempt(run: Run, name: string, tools: LoopTools, latest: () => Run): Promise<{ run: Run; stop: Stop }> {
  try {
    return await improve(run, name, tools);
  } catch (error) {
    // What was half done is of no use to anybody, and may be what filled the disk.
    await Promise.all(['worktree', 'trial'].map((part) => removeStubborn(join(tools.folder, part))));
    if (!tools.signal.aborted) throw error;
    return { run: latest(), stop: { reason: 'stopped', detail: 'interrupted: the next portside improve goes on from here' } };
  }
}

function project({ found }: FoundAll): string {
  return found.directory.split('/').at(-1) ?? found.directory;
}

function notReady(agent: string, { what, mend }: { what: string; mend: string }): UserError {
  return new UserError({ code: 'agent-not-ready', exit: exitCode.usage, message: `${agent} cannot work here: ${what}`, hint: mend });
}
