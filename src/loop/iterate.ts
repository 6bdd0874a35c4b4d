import { join } from 'node:path';
import type { AgentReport, Assignment } from '../agents/backend.ts';
import type { Evidence } from '../contract/improve.ts';
import type { Try } from '../contract/improvement.ts';
import { removeStubborn } from '../system/copy.ts';
import { writePrivateCopies, ensurePrivateDirectory } from '../system/files.ts';
import { allHold, compareStanding, heldOf, type Judged } from './judge.ts';
import { lookAt } from './look-at.ts';
import { type Stop, mostIterations } from './limits.ts';
import { promptOf } from './prompt.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';
import { showInputs } from './tree/ignored-inputs.ts';
import { whatIsLeft } from './tree/left.ts';
import { treeFrom } from './tree/tree.ts';
import { type Worktree, makeWorktree } from './tree/worktree.ts';
import { waitFor } from './wait.ts';
import { withoutControls } from './without-controls.ts';
import { work } from './work.ts';

/** One try: the agent works, what it left is judged, and kept or not. Throws the signal's reason where the run is stopped. */
export async function iterate(begun: Run, project: string, tools: LoopTools): Promise<{ run: Run; stop?: Stop }> {
  const { keeper, repository, backend, clock, agent, limits } = tools;
  const { iteration } = begun;
  const most = mostIterations(limits.limit, begun.tries, heldOf(begun.baseJudged?.criteria ?? []));
  tools.say({
    event: 'iteration',
    iteration,
    agent: backend.name,
    ...(most === undefined ? {} : { most }),
    ...(agent.attach ? { attach: agent.attach } : {}),
  });
  const since = clock.monotonic();
  const evidence = await evidenceFor(begun, tools);
  const folder = join(tools.folder, 'worktree', project);
  const worktree = await makeWorktree(
    keeper,
    {
      folder,
      commit: begun.head,
      branch: `portside/improve-${begun.id.slice(0, 8)}`,
      whole: agent.isolate === true,
      inputs: tools.inputs.map(({ path }) => path),
    },
    repository,
  );
  await showInputs(tools.inputs, repository.root, folder, tools.redact.text);
  const asked = await assignmentOf(begun, evidence, worktree, project, tools);
  const came = await workAndWeigh(begun, asked, worktree, evidence, tools);
  if ('stop' in came) return came;
  const { report, weighed } = came;
  const before = { tokens: begun.tokens, dollars: begun.dollars ?? 0 };
  const costs = (run: Run) => ({
    tokens: run.tokens - before.tokens,
    ...(run.dollars === undefined ? {} : { dollars: run.dollars - before.dollars }),
    seconds: Math.round((clock.monotonic() - since) / 100) / 10,
  });
  await removeStubborn(folder);
  const { run, kept } = weighed;
  const tried: Try = tools.redact.deep({ iteration, agent: backend.name, outcome: report.outcome.kind, ...weighed.seen, ...costs(run) });
  tools.say({ event: 'try', try: tried });
  const next = { ...run, ...kept, iteration: iteration + 1, tries: [...run.tries, tried] };
  await tools.save(next);
  return { run: next };
}

type Seen = Omit<Try, 'iteration' | 'agent' | 'outcome' | 'tokens' | 'dollars' | 'seconds'>;
type Stopped = { run: Run; stop: Stop };
type Looked = { run: Run; seen: Seen; kept?: Pick<Run, 'head' | 'headJudged'> };
type Weighed = Looked | Stopped;
type CameTo = { report: AgentReport; weighed: Looked } | Stopped;

/** So often an agent that changed nothing, and spoke of its provider, is asked again: then its words were of something else. */
const mostDoubts = 5;

async function workAndWeigh(begun: Run, asked: Assignment, worktree: Worktree, evidence: Evidence, tools: LoopTools): Promise<CameTo> {
  let run = begun;
  for (let doubts = 0; ; doubts++) {
    const worked = await work(run, asked, tools);
    if ('stop' in worked) return worked;
    const { report } = worked;
    const weighed = await weigh(worked.run, report, worktree, evidence, tools);
    if ('stop' in weighed) return weighed;
    const doubt = weighed.seen.verdict === 'unchanged' && doubts < mostDoubts ? report.doubt : undefined;
    if (!doubt) return { report, weighed };
    if (doubt.kind === 'needs-a-person')
      return { run: weighed.run, stop: { reason: 'needs_a_person', detail: `${doubt.reason}; ${doubt.mend}` } };
    const waited = await waitFor(weighed.run, doubt.reason, doubt.retryAfterMs, tools);
    if (waited.stop) return { run: waited.run, stop: waited.stop };
    run = waited.run;
  }
}

/** Judges what an agent left against what was kept before it. */
async function weigh(begun: Run, report: AgentReport, worktree: Worktree, evidence: Evidence, tools: LoopTools): Promise<Weighed> {
  const { keeper, protect } = tools;
  let run = begun;
  const standing = run.headJudged ?? run.baseJudged;
  const nothing: Seen = {
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
  { recollection, redact }: LoopTools,
): Promise<void> {
  const failure = recollection.signatureOf(before);
  if (failure === undefined) return;
  const worked = better && failure !== signature;
  const fix = firstSentence(said) || 'no words were given';
  const line = before.diagnosis?.summary ?? before.error ?? before.criteria.find(({ held }) => !held)?.detail ?? '';
  await recollection.remember(redact.deep({ signature: failure, failure: line, fix, patch, worked }));
}

function firstSentence(said: string): string {
  return (
    withoutControls(said)
      .trim()
      .split(/\n|(?<=\.)\s/)[0] ?? ''
  ).slice(0, 200);
}

async function evidenceFor(run: Run, { recollection }: LoopTools): Promise<Evidence> {
  const judged = run.headJudged ?? run.baseJudged;
  const evidence: Evidence = {
    ...(judged?.evidence ?? { findings: [], logs: [] }),
    ...{ criteria: judged?.criteria ?? [], tried: run.tries, remembered: [] },
  };
  const signature = recollection.signatureOf(evidence);
  return signature ? { ...evidence, remembered: await recollection.recall(signature) } : evidence;
}

async function assignmentOf(run: Run, evidence: Evidence, { folder }: Worktree, project: string, tools: LoopTools) {
  const { repository, agent, limits, signal } = tools;
  const directory = join(folder, repository.below);
  const prompt = promptFor(run, evidence, { project, directory }, tools);
  const promptFile = join(tools.folder, 'prompts', `${run.iteration}.md`);
  await ensurePrivateDirectory(join(tools.folder, 'prompts'));
  await writePrivateCopies([{ path: promptFile, text: prompt }]);
  const left = limits.timeMs === undefined ? agent.tryMs : Math.max(1, limits.timeMs - run.spentMs - tools.usedMs());
  return {
    ...{ prompt, promptFile, worktree: folder, directory, iteration: run.iteration },
    ...{ environment: agent.environment, evidence, signal, quietMs: agent.quietMs, timeoutMs: Math.min(agent.tryMs, left) },
    ...(agent.model ? { model: agent.model } : {}),
    budget: {
      ...(limits.tokens === undefined ? {} : { tokens: Math.max(0, limits.tokens - run.tokens) }),
      ...(limits.dollars === undefined ? {} : { dollars: Math.max(0, limits.dollars - (run.dollars ?? 0)) }),
    },
    listen: (seen: Parameters<Parameters<typeof tools.backend.work>[0]['listen']>[0]) => tools.say({ event: 'agent', seen }),
  };
}

/** What the agent is told in this iteration, without secrets. */
function promptFor(run: Run, evidence: Evidence, where: { project: string; directory: string }, { redact, agent }: LoopTools): string {
  const asking = { ...where, iteration: run.iteration, evidence, kept: agent.kept, ...(run.goal ? { goal: run.goal } : {}) };
  return withoutControls(redact.text(promptOf(asking)));
}

function messageOf(run: Run, { said }: AgentReport, { backend, redact }: LoopTools): string {
  const subject = firstSentence(redact.text(said)).slice(0, 72) || `Try ${run.iteration} of ${backend.name}`;
  return `${subject}\n\nBy ${backend.name}, iteration ${run.iteration} of portside improve.\n\nPortside-Execution: ${run.id}\n`;
}
