import type { UpOptions } from '../contract/options.ts';
import type { ComposeInput, ComposeRun, ContainerWatch } from '../engine/interface.ts';
import { watchInstance } from '../engine/watch.ts';
import type { ApplyTools } from './apply/apply.ts';
import type { StepTools } from './apply/do-step.ts';
import type { BuildTools } from './build/build.ts';
import { contextKey } from './build/context-key.ts';
import type { Execution } from './execution.ts';
import type { Facts, Observed } from './model/observed.ts';
import type { Plan } from './model/plan.ts';
import type { Lease } from './model/port.ts';
import type { Verdict } from './model/probe.ts';
import { type Need, type Undoable, describeStep } from './model/step.ts';
import { type PlanFiles, planFiles } from './plan-files.ts';
import type { Claimed, Groundwork } from './prepare.ts';
import type { DeployTools } from './tools.ts';
import { awaitService, expectationOf } from './verify/await-service.ts';
import { allListen } from './verify/listening.ts';
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

/** What single steps are done with. */
export function steppingOf(
  deployment: Deployment,
  { engine, compose, environment }: Groundwork['connection'],
  planFile: string,
  signal: AbortSignal | undefined,
): StepTools {
  const { groundwork, claimed } = deployment;
  const planInput: ComposeInput = {
    composeName: claimed.identity.composeName,
    directory: claimed.identity.directory,
    files: [planFile],
    envFiles: [],
    profiles: [],
    // Compose reads secrets from the environment once more; the shell wins over the env files.
    environment: { ...groundwork.draft.values, ...groundwork.draft.environment, ...environment },
  };
  const run = childRun(deployment, 'compose', signal);
  return { engine, compose, planInput, run, writeComposeFile: deployment.files.write, switchTo: switching(), drain: draining() };
}

/** Nothing stands behind an edge yet. */
export function switching(): StepTools['switchTo'] {
  return (service) => Promise.reject(new Error(`${service} has no edge`));
}

/** Nor is there anything to drain. */
export function draining(): StepTools['drain'] {
  return (service) => Promise.reject(new Error(`${service} has no edge`));
}

export function applyTools(deployment: Deployment, plan: Plan, planFile: string, watch: ContainerWatch): ApplyTools {
  const { tools, execution, groundwork } = deployment;
  const { engine, facts } = groundwork.connection;
  const { uuid, signal } = execution;
  const listens: Parameters<typeof awaitService>[1]['listens'] = (container, ports) => allListen(container, ports, { engine, facts });
  const isWhatItMustBe = async (service: string, stop: AbortSignal, need?: Need) => {
    const expectation = plan.expectations.find((one) => one.service === service);
    if (!expectation) throw new Error(`${service} is needed and not planned`);
    return awaitService(need ? expectationOf(need, expectation) : expectation, { watch, clock: tools.clock, signal: stop, listens });
  };
  return {
    ...steppingOf(deployment, groundwork.connection, planFile, signal),
    signal,
    journal: {
      async begun(step, undo) {
        const sequence = deployment.nextSequence();
        if (undo) deployment.undos.unshift({ seq: sequence, undo });
        await tools.journal.stepBegun(uuid, sequence, step, undo);
        return sequence;
      },
      done: (sequence) => tools.journal.stepDone(uuid, sequence),
    },
    waitFor: (need, stop) => isWhatItMustBe(need.service, stop, need),
    prove: async (service, stop) => [await isWhatItMustBe(service, stop)],
    tell: (step, state) => execution.say({ event: 'step', step: describeStep(step), cause: step.cause, state }),
  };
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
