import type { ExecutionEvent } from '../../contract/events.ts';
import type { Criterion } from '../../contract/improve.ts';
import type { CriterionResult } from '../../contract/improvement.ts';
import type { Ended } from '../../contract/options.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { noEngine } from '../../deploy/failing.ts';
import { readEvidence } from '../../deploy/evidence/store.ts';
import { listInstances } from '../../deploy/roster/roster.ts';
import type { DeployTools } from '../../deploy/tools.ts';
import type { Judge, Judged, Postponed } from '../../loop/judge.ts';
import { machineLoad } from '../../system/machine.ts';
import { type Copy, removeCopy, throwAway } from './copy.ts';
import { type Guarding, refusing } from './guarding.ts';
import { lookAtCriterion } from './look-at-criterion.ts';
import { nameOf } from './name-of.ts';

export interface JudgeInput {
  /** Names its throw-away instances: `improve-3fa2b1cd-2`. */
  id: string;
  criteria: Criterion[];
  guarding: Guarding;
  options: { files: string[]; envFiles: string[]; profiles: string[]; timeoutMs?: number; pass: readonly string[] };
  /** What the criteria came to at the base commit, once they were looked at there. */
  baseCriteria(): readonly CriterionResult[] | undefined;
  /** Successes to one failure that are trust. */
  ratio: number;
  /** Holds nothing while criteria are looked at. */
  folder: string;
  tools: DeployTools;
  signal: AbortSignal;
  listen: (event: ExecutionEvent) => void;
}

/** Brings a tree up as a throw-away instance, looks at each criterion, and takes it down again, whatever came of it. */
export function createJudge(input: JudgeInput): Judge {
  const { id, criteria, guarding } = input;
  const prefix = prefixOf(id);
  /** A busy machine is given so many more looks at one tree. */
  let busyLooks = 0;
  let mayBeLeft = false;
  const clear = async () => {
    await clearAway(id, input);
    mayBeLeft = false;
  };
  return {
    clear,
    async judge(folder, iteration, commit) {
      try {
        if (mayBeLeft) await clear();
        const git = { commit: commit.commit, subject: commit.subject, dirty: false };
        const judging = { ...guarding.judging(commit, iteration === 0), git };
        const copy = throwAway({ ...input, directory: folder, name: `${prefix}${iteration}`, judging });
        mayBeLeft = true;
        const ended = await copy.up();
        const late = busyLooks < mostBusyLooks && (await wasTooBusy(ended));
        busyLooks = late ? busyLooks + 1 : 0;
        const postponed = late ? tooBusy : lostItsEngine(ended);
        const judged = postponed === undefined ? await judgedOf(ended, copy, input) : { postponed };
        await copy.down();
        mayBeLeft = false;
        return judged;
      } catch (error) {
        // Whatever it was: a command that Ctrl-C ended, too. Where the engine is away, the next look does it, or the next process.
        if (mayBeLeft) await clear().catch(unlessUserError);
        if (!(error instanceof UserError)) throw error;
        return misjudged(error, criteria);
      }
    },
  };
}

/** What an earlier look of a run left, another process's too. */
export async function clearAway(id: string, around: Pick<JudgeInput, 'tools' | 'listen'>): Promise<void> {
  const { tools } = around;
  const { engine } = await noEngine(tools.connect());
  const left = (await noEngine(listInstances(engine, tools))).filter(({ instance }) => instance.startsWith(prefixOf(id)));
  for (const { project, instance, compose_name: composeName, directory } of left)
    await removeCopy({ project, instance, composeName, directory }, around);
}

function unlessUserError(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

/** Of the names of a run's throw-away instances. */
function prefixOf(id: string): string {
  return `improve-${id.slice(0, 8)}-`;
}

/** The first digits of the id of the run whose throw-away instance this is, by its name. */
export function runOfCopy(instance: string): string | undefined {
  return /^improve-([0-9a-f]{8})-\d+$/.exec(instance)?.[1];
}

const tooBusy = 'the machine is too busy to tell a slow service from a broken one';
const mostBusyLooks = 2;

async function judgedOf(
  ended: Ended,
  copy: Copy,
  { id, criteria, folder, options, ratio, baseCriteria, tools, signal }: JudgeInput,
): Promise<Judged> {
  const refused = ended.record.checks.find(({ rule }) => refusing.includes(rule))?.message;
  const results: CriterionResult[] = [];
  for (const criterion of criteria) {
    // Nothing of a tree that may not be run is run, on this machine neither.
    if (refused !== undefined) {
      results.push({ name: nameOf(criterion), held: false, detail: refused });
      continue;
    }
    if (signal.aborted) break;
    results.push(
      await lookAtCriterion(criterion, {
        run: id,
        ended,
        copy,
        folder,
        ratio,
        baseCriteria: baseCriteria(),
        pass: options.pass,
        tools,
        signal,
      }),
    );
  }
  return {
    criteria: results,
    evidence: await evidenceOf(ended, tools),
    reach: reachOf(ended, results, baseCriteria()),
    ...(refused ? { refused } : {}),
  };
}

async function evidenceOf({ record, error }: Ended, { home }: DeployTools): Promise<Judged['evidence']> {
  const { execution_uuid: uuid, checks, diagnosis, failure } = record;
  const seen = await readEvidence(home, uuid);
  const tails = Object.entries(seen?.services ?? {}).map(([service, { logs }]) => ({ service, lines: logs.slice(-60) }));
  const told = tails.filter(({ lines }) => lines.length > 0);
  const own = failure && failure.logs.length > 0 ? [{ service: failure.service ?? 'the builder', lines: failure.logs.slice(-60) }] : [];
  const said = record.error ?? error?.message;
  return {
    execution_uuid: uuid,
    findings: checks,
    logs: told.length > 0 ? told : own,
    ...(said ? { error: said } : {}),
    ...(diagnosis ? { diagnosis } : {}),
  };
}

/** How far it came: the stage, then how many services and probes were seen well, then how many tests ran. */
function reachOf({ record, exit }: Ended, results: readonly CriterionResult[], base: readonly CriterionResult[] | undefined): number[] {
  const stage = exit === exitCode.verified ? stages.length : Math.max(0, stages.indexOf(record.failure?.stage ?? 'check'));
  const errors = record.checks.filter(({ severity }) => severity === 'error').length;
  const passed = record.probes.filter(({ outcome }) => outcome === 'passed').length;
  // More tests than base had are no progress: anybody can write some that pass.
  const ran = results.reduce((sum, { name, ran: now = 0 }) => sum + Math.min(now, base?.find((one) => one.name === name)?.ran ?? 0), 0);
  return [stage, -errors, passed, ran];
}

const stages = ['resolve', 'check', 'build', 'plan', 'apply', 'verify'];

/** Compose refuses the files, or nobody can deploy them: no criterion holds. What is the machine's own fault is looked at again. */
function misjudged(error: UserError, criteria: readonly Criterion[]): Judged | Postponed {
  const { message, hint, exit, code } = error;
  if (code === 'unreachable' || exit === exitCode.busy) return { postponed: message };
  if (code === 'disk-full' || exit === exitCode.noEngine || exit === exitCode.interrupted) throw error;
  const detail = hint ? `${message}. ${hint}` : message;
  const results = criteria.map((criterion) => ({ name: nameOf(criterion), held: false, detail: message }));
  return { criteria: results, evidence: { error: detail, findings: [], logs: [] }, reach: [0] };
}

function lostItsEngine({ record: { diagnosis, error } }: Ended): string | undefined {
  return diagnosis?.cause === 'engine-unreachable' ? (error ?? diagnosis.summary) : undefined;
}

/** A time-out on a machine that has far more to do than it can says nothing of the stack. */
async function wasTooBusy({ exit, record }: Ended): Promise<boolean> {
  if (exit !== exitCode.failed || !/ after \d+(\.\d+)? s\b/.test(record.error ?? '')) return false;
  const { load, cpus } = await machineLoad();
  return load > 4 * cpus;
}
