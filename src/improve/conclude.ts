import { basename, join } from 'node:path';
import type { Evidence, ImproveEnded, ImproveOptions } from '../contract/improve.ts';
import type { ExecutionRecord } from '../contract/record.ts';
import type { Improvement } from '../contract/improvement.ts';
import type { SayImprove } from '../contract/improve-events.ts';
import { UserError } from '../contract/user-error.ts';
import { recordFrom } from '../deploy/conclude/write-down.ts';
import type { Execution } from '../deploy/execution.ts';
import { copyRecord } from '../deploy/record/copy-record.ts';
import type { DeployTools } from '../deploy/tools.ts';
import type { Stop } from '../loop/limits.ts';
import { notesFile, writeNotes } from '../loop/notes.ts';
import type { Run } from '../loop/run.ts';
import type { RunStore } from '../loop/run-store.ts';
import type { Recollection } from '../loop/tools.ts';
import type { Begun } from './begin.ts';
import { canGoOn, handOver, improvementOf, lastCriteria } from './ending.ts';

/** What is left to do with a run that has ended, whatever it came to. */
export interface Concluding {
  options: ImproveOptions;
  tools: DeployTools;
  execution: Execution;
  say: SayImprove;
  begun: Begun;
  store: RunStore;
  recollection: Recollection;
  /** Wall time of this process, in milliseconds. */
  usedMs(): number;
}

/** Hands over what was kept, writes it down, and keeps the run where it can be gone on with. */
export async function conclude({ run, stop }: { run: Run; stop: Stop }, concluding: Concluding): Promise<ImproveEnded> {
  const { options, tools, execution, say, store, usedMs } = concluding;
  const { keeper, repository, resumed } = concluding.begun;
  const handed = await handOver(run, stop, keeper, repository, options);
  if (handed.notMerged) say({ event: 'note', message: `not merged: ${handed.notMerged}` });
  if (handed.branch && options.includeDirty)
    say({ event: 'note', message: 'commit or stash what is changed here before you merge its branch' });
  const { stat } = await keeper.changes(run.base, run.head);
  const diff = execution.redactor.text(await keeper.diff(run.base, run.head));
  const improvement = execution.redactor.deep(improvementOf(run, stop, handed, stat));
  if (stop.reason !== 'rejected') await writeItsNotes(run, improvement, concluding);
  const kept = await tools.history.append(recordOf(run, stop, improvement, concluding), { counts: false });
  if (options.recordFile) await copyRecord(kept, options.recordFile);
  if (canGoOn(stop, resumed)) await store.save({ ...run, spentMs: run.spentMs + usedMs() });
  else await store.remove();
  say({ event: 'end', record: kept });
  const exit = stop.reason === 'success' ? 0 : stop.reason === 'stopped' ? 130 : 1;
  return { record: kept, exit, improvement, diff, notes: join(run.directory, notesFile) };
}

/** What a run came to is worth more than its notes. */
async function writeItsNotes(
  run: Run,
  { status, reason, detail }: Improvement,
  { execution, say, recollection }: Concluding,
): Promise<void> {
  const { redactor } = execution;
  try {
    const evidence = await lastEvidence(run, recollection);
    await writeNotes(run.directory, redactor.deep(run), `${status}, ${reason}: ${detail}`, redactor.deep(evidence));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say({ event: 'note', message: `its notes could not be written: ${error.message}` });
  }
}

function recordOf({ directory }: Run, stop: Stop, improvement: Improvement, { execution, tools }: Concluding): ExecutionRecord {
  const seen = { endpoints: [], services: [], findings: [], verdicts: [] };
  const failure = { message: stop.detail, stage: 'improve', logs: [], undoProblems: [] };
  return recordFrom(
    {
      identity: { project: basename(directory), instance: 'improve', composeName: '', directory },
      outcome: {
        ...{ result: resultOf(stop), changed: improvement.merged, ...seen, improvement },
        ...(stop.reason === 'success' ? {} : { failure }),
      },
      namedPorts: {},
      contentHash: undefined,
    },
    execution,
    tools,
  );
}

function resultOf({ reason }: Stop): 'verified' | 'failed' | 'interrupted' {
  if (reason === 'success') return 'verified';
  return reason === 'stopped' ? 'interrupted' : 'failed';
}

async function lastEvidence(run: Run, recollection: Recollection): Promise<Evidence> {
  const judged = run.headJudged ?? run.baseJudged;
  const seen = { findings: [], logs: [], ...judged?.evidence, criteria: lastCriteria(run), tried: run.tries, remembered: [] };
  const signature = recollection.signatureOf(seen);
  return signature ? { ...seen, remembered: await recollection.recall(signature) } : seen;
}
