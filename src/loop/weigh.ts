import type { AgentReport } from '../agents/backend.ts';
import type { Evidence } from '../contract/improve.ts';
import type { Try } from '../contract/improvement.ts';
import { UserError } from '../contract/user-error.ts';
import { allHold, compareStanding, heldOf, type Judged } from './judge.ts';
import type { Stop } from './limits.ts';
import { lookAt } from './look-at.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';
import { whatIsLeft } from './tree/left.ts';
import { treeFrom } from './tree/tree.ts';
import type { Worktree } from './tree/worktree.ts';
import { withoutControls } from './without-controls.ts';

/** What a try came to, but for who tried and what it cost. */
export interface Weight {
  run: Run;
  seen: Omit<Try, 'iteration' | 'agent' | 'outcome' | 'tokens' | 'dollars' | 'seconds'>;
  /** Absent where nothing of it is kept. */
  kept?: Pick<Run, 'head' | 'headJudged'>;
}

/** Judges what an agent left against what was kept before it. */
export async function weigh(
  begun: Run,
  report: AgentReport,
  worktree: Worktree,
  evidence: Evidence,
  tools: LoopTools,
): Promise<Weight | { run: Run; stop: Stop }> {
  const { keeper, protect } = tools;
  let run = begun;
  const standing = run.headJudged ?? run.baseJudged;
  const nothing: Weight['seen'] = {
    ...{ verdict: 'unchanged', reason: unchangedReason(report), stat: 'nothing changed', files: [], put_back: [] },
    ...{ held: heldOf(standing?.criteria ?? []), of: run.criteria.length },
  };
  const left = await whatIsLeft(keeper, worktree);
  if ('refused' in left) return { run, seen: { ...nothing, verdict: 'reverted', reason: left.refused } };
  const now = await treeFrom(keeper, left.tree);
  const guarded = await protect(await treeFrom(keeper, run.base), now);
  const tree = await keeper.withEntries(left.tree, guarded.entries, `${worktree.index}.guarded`);
  const { stat, files } = await keeper.changes(run.head, tree);
  const putBack = { put_back: guarded.putBack };
  if (guarded.refused) return { run, seen: { ...nothing, ...putBack, verdict: 'reverted', reason: guarded.refused, stat, files } };
  if (files.length === 0) return { run, seen: { ...nothing, ...putBack } };

  const commit = await keeper.commit(tree, run.head, messageOf(run, report, tools));
  const looked = await lookAt(run, commit, run.iteration, tools);
  if ('stop' in looked) return looked;
  const { judged } = looked;
  run = looked.run;
  const held = heldOf(judged.criteria);
  const signature = tools.recollection.signatureOf({ ...judged.evidence, criteria: judged.criteria, tried: [], remembered: [] });
  const change = firstSentence(report.said);
  const seen = {
    ...putBack,
    ...(change ? { change } : {}),
    stat,
    files,
    held,
    of: judged.criteria.length,
    ...(signature ? { signature } : {}),
  };
  const verdict = verdictOf(judged, standing, !failuresBefore(run, evidence, tools).includes(signature));
  await learn(
    evidence,
    { signature, said: report.said, patch: await keeper.diff(run.head, tree, tools.repository.below), better: verdict !== 'reverted' },
    tools,
  );
  const kept = verdict === 'reverted' ? {} : { kept: { head: commit, headJudged: judged } };
  return { run, seen: { ...seen, verdict, reason: reasonOf(judged, verdict) }, ...kept };
}

/** Better is kept, worse is not; and what fails as nothing before it did may be a step on the way. */
function verdictOf(judged: Judged, standing: Judged | undefined, failsAnew: boolean): Try['verdict'] {
  if (judged.refused !== undefined) return 'reverted';
  if (allHold(judged.criteria)) return 'done';
  const compared = standing ? compareStanding(judged, standing) : 1;
  return compared > 0 || (compared === 0 && failsAnew) ? 'kept' : 'reverted';
}

/** Of all that was kept: going back to one of them is going round in circles. */
function failuresBefore({ tries, baseJudged }: Run, now: Evidence, { recollection }: LoopTools): (string | undefined)[] {
  const first = baseJudged && { ...now, ...baseJudged.evidence, criteria: baseJudged.criteria };
  const kept = tries.flatMap(({ verdict, signature }) => (verdict === 'kept' ? [signature] : []));
  return [recollection.signatureOf(now), ...kept, ...(first ? [recollection.signatureOf(first)] : [])];
}

function reasonOf(judged: Judged, verdict: Try['verdict']): string {
  if (verdict === 'done') return 'every criterion holds';
  const failing = judged.criteria.find(({ held }) => !held);
  if (judged.refused !== undefined) return judged.refused;
  return judged.evidence.diagnosis?.summary ?? judged.evidence.error ?? (failing ? `${failing.name}: ${failing.detail}` : 'nothing holds');
}

function unchangedReason({ outcome, said }: AgentReport): string {
  if ('reason' in outcome) return outcome.reason;
  const last = withoutControls(said).trim().split('\n').at(-1) ?? '';
  return last ? `it changed nothing, and said: ${last.slice(0, 200)}` : 'it changed nothing';
}

/** A failure that is gone was mended by this change; one that stayed was not. */
async function learn(
  before: Evidence,
  { signature, said, patch, better }: { signature: string | undefined; said: string; patch: string; better: boolean },
  { recollection, redact, say }: LoopTools,
): Promise<void> {
  const failure = recollection.signatureOf(before);
  if (failure === undefined) return;
  const worked = better && failure !== signature;
  const fix = firstSentence(said) || 'no words were given';
  const line = before.diagnosis?.summary ?? before.error ?? before.criteria.find(({ held }) => !held)?.detail ?? '';
  try {
    await recollection.remember(redact.deep({ signature: failure, failure: line, fix, patch, worked }));
  } catch (error) {
    // The try is worth more than that it is remembered.
    if (!(error instanceof UserError)) throw error;
    say({ event: 'note', message: `not remembered: ${error.message}` });
  }
}

function firstSentence(said: string): string {
  return (
    withoutControls(said)
      .trim()
      .split(/\n|(?<=\.)\s/)[0] ?? ''
  ).slice(0, 200);
}

function messageOf(run: Run, { said }: AgentReport, { backend, redact }: LoopTools): string {
  const subject = firstSentence(redact.text(said)).slice(0, 72) || `Try ${run.iteration} of ${backend.name}`;
  return `${subject}\n\nBy ${backend.name}, iteration ${run.iteration} of portside improve.\n\nPortside-Execution: ${run.id}\n`;
}
