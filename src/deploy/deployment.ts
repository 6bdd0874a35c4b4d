import type { Settings } from '../contract/settings.ts';
import type { RollbackOptions, UpOptions } from '../contract/options.ts';
import type { ComposeRun, ContainerWatch } from '../engine/interface.ts';
import { watchInstance } from '../engine/watch.ts';
import type { BuildTools } from './build/build.ts';
import { contextKey } from './build/context-key.ts';
import type { Execution } from './execution.ts';
import type { Finding } from './model/finding.ts';
import type { Images } from './model/image.ts';
import type { Facts, Observed } from './model/observed.ts';
import type { Lease } from './model/port.ts';
import type { Verdict } from './model/probe.ts';
import type { Plan } from './model/plan.ts';
import type { Stack } from './model/stack.ts';
import type { Undoable } from './model/step.ts';
import { type PlanFiles, planFiles } from './plan-files.ts';
import type { Claimed, Groundwork } from './prepare.ts';
import type { DeployTools } from './tools.ts';
import type { VerifyTools } from './verify/verify.ts';

/** Of `up`, and of a rollback. */
export type DeployOptions = UpOptions & Pick<RollbackOptions, 'restore'>;

/** Where a deployment takes its stack and images from: the project's files, or a revision of the instance. */
export interface Source {
  /** The number of the revision that is brought back. */
  broughtBack?: number;
  /** What the new revision keeps, where this execution goes by other ones. */
  settings?: Settings;
  /** They are there already, and nothing is built or pulled. */
  images?: Images;
  /** Leases the ports, none of those to avoid, and says what is to run on them. Throws UserError. */
  resolve(deployment: Deployment, avoid: number[]): Promise<Stack>;
  /** What is wrong with it; one error stops the deployment. Throws UserError. */
  check(stack: Stack, deployment: Deployment): Promise<Finding[]>;
  /** What shows only in the images. */
  checkImages(images: Images, deployment: Deployment): Promise<Finding[]>;
  contentHash(images: Images, deployment: Deployment): string;
  /** Throws UserError where the plan is not worth carrying out. */
  judge(plan: Plan, observed: Observed): void;
}

/** One `up` or `rollback` on its way: what it was asked, whom it is for, and what it has done so far. */
export interface Deployment {
  options: DeployOptions;
  source: Source;
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
  options: DeployOptions,
  tools: DeployTools,
  execution: Execution,
  groundwork: Groundwork,
  source: Source,
  claimed: Claimed,
  generatedBefore: Record<string, string>,
): Promise<Deployment> {
  const { composeName } = claimed.identity;
  let sequence = 0;
  return {
    ...{ options, tools, execution, groundwork, source, claimed, generatedBefore },
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
