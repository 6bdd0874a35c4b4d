import type { UpOptions } from '../contract/options.ts';
import type { ComposeRun, ContainerWatch } from '../engine/interface.ts';
import { watchInstance } from '../engine/watch.ts';
import type { BuildTools } from './build/build.ts';
import { contextKey } from './build/context-key.ts';
import type { Execution } from './execution.ts';
import type { Facts, Observed } from './model/observed.ts';
import type { Lease } from './model/port.ts';
import type { Verdict } from './model/probe.ts';
import type { Undoable } from './model/step.ts';
import { type PlanFiles, planFiles } from './plan-files.ts';
import type { Claimed, Groundwork } from './prepare.ts';
import type { DeployTools } from './tools.ts';
import type { VerifyTools } from './verify/verify.ts';

/** One `up` on its way: what it was asked, whom it is for, and what it has done so far. */
export interface Deployment {
  options: UpOptions;
  tools: DeployTools;
  execution: Execution;
  groundwork: Groundwork;
  claimed: Claimed;
  facts: Facts;
  observed: Observed;
  files: PlanFiles;
  leasesBefore: Lease[];
  /** What `env.generate` made for it in earlier executions. */
  generatedBefore: Record<string, string>;
  /** Newest first: how to take back what was done. */
  undos: Undoable[];
  /** The last lines that the builder and Compose printed. */
  output: string[];
  /** Numbers the steps in the journal. */
  nextSequence: () => number;
}

export async function beginDeployment(
  options: UpOptions,
  tools: DeployTools,
  execution: Execution,
  groundwork: Groundwork,
  claimed: Claimed,
  generatedBefore: Record<string, string>,
): Promise<Deployment> {
  const { composeName } = claimed.identity;
  let sequence = 0;
  return {
    ...{ options, tools, execution, groundwork, claimed, generatedBefore },
    facts: groundwork.facts,
    observed: claimed.observed,
    files: planFiles(tools.home, composeName, execution.uuid),
    leasesBefore: await tools.leases.of(composeName),
    undos: [],
    output: [],
    nextSequence: () => sequence++,
  };
}

const keptLines = 200;

/** Children are journalled while they work, for they outlive a killed Portside; what they print becomes events. */
export function childRun({ tools, execution, output }: Deployment, source: string, signal: AbortSignal | undefined): ComposeRun {
  return {
    ...(signal ? { signal } : {}),
    onLine: (line) => {
      if (output.push(line) > keptLines) output.shift();
      execution.say({ event: 'output', source, line });
    },
    // One that could not be written down is found by its arguments.
    onChild: (child) => void tools.journal.child(execution.uuid, child).catch(() => undefined),
  };
}

export function buildTools(deployment: Deployment): BuildTools {
  const { engine, compose } = deployment.groundwork.connection;
  return {
    ...{ engine, compose, contextKey },
    writeComposeFile: deployment.files.write,
    run: childRun(deployment, 'build', deployment.execution.signal),
  };
}

/** `old`: containers that prove nothing any more. */
export function watchOf({ groundwork, claimed, tools }: Deployment, old: string[]): Promise<ContainerWatch> {
  const { engine, facts } = groundwork.connection;
  return watchInstance(engine, claimed.identity.composeName, {
    clock: tools.clock,
    driveHealthchecks: !facts.runsHealthchecks,
    drivingIntervalMs: 200,
    ignore: new Set(old),
  });
}

export function verifyTools(
  { groundwork, tools, execution }: Deployment,
  leases: Lease[],
  watch: ContainerWatch,
  tell: (verdict: Verdict) => void,
): VerifyTools {
  const { engine, facts } = groundwork.connection;
  return { engine, facts, watch, clock: tools.clock, signal: execution.signal, leases, tell };
}
