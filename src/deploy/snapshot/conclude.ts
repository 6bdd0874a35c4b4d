import type { Ended } from '../../contract/options.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { recordFrom, writeDown } from '../conclude/write-down.ts';
import type { Execution } from '../execution.ts';
import type { Failure, Outcome } from '../model/outcome.ts';
import type { Verdict } from '../model/probe.ts';
import type { Identity } from '../model/stack.ts';
import type { DeployTools } from '../tools.ts';

export interface Conclusion {
  identity: Identity;
  options: { recordFile?: string };
  verdicts: Verdict[];
  /** Who could not be started or resumed. */
  problems: string[];
  snapshot?: Snapshot;
  /** Why it was not done, and what could not be taken back. */
  broken?: Broken;
}

export interface Broken {
  message: string;
  result: 'failed' | 'interrupted' | 'stopped';
  hint?: string;
  problems: string[];
}

/** Writes down how a snapshot or a restore ended: well only where everybody runs again. */
export async function conclude(conclusion: Conclusion, tools: DeployTools, execution: Execution): Promise<Ended> {
  const { identity, options, verdicts, snapshot, broken } = conclusion;
  const failure = failureOf(conclusion, execution);
  const outcome: Outcome = {
    result: broken ? broken.result : failure ? 'failed' : 'verified',
    changed: broken?.result !== 'stopped',
    ...{ endpoints: [], services: [], findings: [], verdicts },
    ...(failure ? { failure } : {}),
    ...(snapshot ? { snapshot } : {}),
  };
  const record = recordFrom({ identity, outcome, namedPorts: {}, contentHash: undefined }, execution, tools);
  const about = { counts: false };
  const kept = await writeDown(record, { about, recordFile: options.recordFile }, execution, tools);
  return { record: kept, exit: exits[outcome.result], changed: outcome.changed };
}

const exits = { verified: 0, failed: 1, stopped: 3, interrupted: 130 } as const;

function failureOf({ verdicts, problems, snapshot, broken }: Conclusion, execution: Execution): Failure | undefined {
  const stage = execution.stageNow();
  if (broken) {
    const { message, hint, problems: undoProblems } = broken;
    return { message, stage, logs: [], undoProblems, ...(hint === undefined ? {} : { hint }) };
  }
  const fallen = verdicts.find(({ outcome }) => outcome === 'failed');
  const [first] = problems;
  if (!fallen && first === undefined) return undefined;
  const why = fallen ? `${fallen.service} does not run as before: ${fallen.detail}` : `not everybody runs again: ${problems.join('; ')}`;
  return {
    message: why,
    stage,
    ...(fallen ? { service: fallen.service } : {}),
    logs: problems,
    undoProblems: [],
    hint: `${snapshot ? `snapshot ${snapshot.id} itself is whole; ` : ''}${fallen ? 'portside diagnose says why' : 'portside up starts what does not run'}`,
  };
}
