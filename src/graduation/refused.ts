import type { GraduateOptions, Missing } from '../contract/graduate.ts';
import type { InstanceView } from '../contract/instance.ts';
import type { ExecutionRecord } from '../contract/record.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { recordFrom, writeDown } from '../deploy/conclude/write-down.ts';
import type { Execution } from '../deploy/execution.ts';
import type { Failure, Outcome } from '../deploy/model/outcome.ts';
import type { DeployTools } from '../deploy/tools.ts';

/** Who was refused, and where that is copied to. */
export interface Refusing {
  view: InstanceView;
  options: Pick<GraduateOptions, 'recordFile'>;
  tools: DeployTools;
  execution: Execution;
}

/** Records what is missing; it counts for nothing. */
export function recordMissing(missing: Missing[], refusing: Refusing): Promise<ExecutionRecord> {
  const hint = missing.find((one) => one.hint !== undefined)?.hint;
  return record({ message: missing.map(({ message }) => message).join('; '), ...(hint === undefined ? {} : { hint }) }, refusing);
}

/** Does the work; an error that ends the command with exit 3 is recorded before it is thrown on, unless a record is there already. */
export async function recordingRefusals<Result>(refusing: Refusing, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError) || error.exit !== exitCode.stopped) throw error;
    const { tools, execution } = refusing;
    const { message, hint } = error;
    if (!(await tools.history.get(execution.uuid))) await record({ message, ...(hint === undefined ? {} : { hint }) }, refusing);
    throw error;
  }
}

async function record(why: Pick<Failure, 'message' | 'hint'>, { view, options, tools, execution }: Refusing): Promise<ExecutionRecord> {
  const { project, instance, compose_name: composeName, directory } = view;
  const { contentHash } = (await tools.instances.find(composeName)) ?? {};
  const failure: Failure = { ...why, stage: execution.stageNow(), logs: [], undoProblems: [] };
  const outcome: Outcome = { result: 'stopped', changed: false, endpoints: [], services: [], findings: [], verdicts: [], failure };
  const ending = { identity: { project, instance, composeName, directory }, outcome, namedPorts: {}, contentHash };
  const about = { counts: false };
  return writeDown(recordFrom(ending, execution, tools), { about, recordFile: options.recordFile }, execution, tools);
}
