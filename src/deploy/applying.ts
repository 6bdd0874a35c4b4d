import type { ComposeInput, ContainerWatch } from '../engine/interface.ts';
import type { Edge } from '../edge/edge.ts';
import type { ApplyTools } from './apply/apply.ts';
import type { StepTools } from './apply/do-step.ts';
import { describeUndo } from './apply/undo.ts';
import { runBefore } from './before/run-before.ts';
import { type Deployment, childRun } from './deployment.ts';
import { drainFor, edgeFor } from './edge-for.ts';
import type { Plan } from './model/plan.ts';
import type { Stack } from './model/stack.ts';
import { type Need, describeStep } from './model/step.ts';
import { proveBeside } from './prove-beside.ts';
import { restoreFirst } from './snapshot/restore-first.ts';
import { snapshotFirst } from './snapshot/snapshot-first.ts';
import { awaitService, expectationOf } from './verify/await-service.ts';
import { allListen } from './verify/listening.ts';

/** What single steps are done with. */
function steppingOf(deployment: Deployment, { contents }: Stack, planFile: string, edge: Edge): Omit<StepTools, 'lookAgain'> {
  const { groundwork, claimed, files, execution } = deployment;
  const { engine, compose, environment } = groundwork.connection;
  const planInput: ComposeInput = {
    composeName: claimed.identity.composeName,
    directory: claimed.identity.directory,
    files: [planFile],
    envFiles: [],
    profiles: [],
    // Compose reads secrets from the environment once more; the shell wins over the env files.
    environment: { ...groundwork.draft.values, ...groundwork.draft.environment, ...environment },
  };
  const run = childRun(deployment, 'compose', execution.signal);
  const running = { clock: deployment.tools.clock, execution: execution.uuid, timeoutMs: deployment.options.timeoutMs };
  const copying = { ...claimed, connection: groundwork.connection, tools: deployment.tools, execution };
  const { planFile: before } = claimed.registered;
  return {
    ...{ engine, compose, planInput, contents },
    run,
    snapshotFirst: (step) => snapshotFirst(step, copying),
    restoreFirst: (step) => restoreFirst(step, copying, (data) => dataBecomes(data, deployment)),
    runBefore: (service, command) => runBefore(service, command, { engine, compose, planInput, run, ...running }),
    former: async () => (before === undefined ? undefined : files.read(before)),
    writeComposeFile: files.write,
    ...{ switchTo: edge.switchTo, share: edge.share },
    configure: (container, { spec, live }) => edge.configure(container, { spec, live, execution: execution.uuid }),
    drain: drainFor(deployment),
  };
}

/** Written down with the copy that was made, where one was: whether it is put back depends on that. */
async function dataBecomes(data: 'half' | 'touched', { undos, tools, execution }: Deployment): Promise<void> {
  for (const one of undos) {
    if (one.undo.undo !== 'restore-snapshot') continue;
    one.undo = { ...one.undo, data };
    await tools.journal.stepBegun(execution.uuid, one.seq, describeUndo(one.undo), one.undo);
  }
}

/** What is carried out: the plan of a stack, as its file has it, and the watch that sees it. */
interface Applying {
  stack: Stack;
  plan: Plan;
  planFile: string;
  watch: ContainerWatch;
}

export function applyTools(deployment: Deployment, { stack, plan, planFile, watch }: Applying): ApplyTools {
  const { tools, execution, groundwork, claimed } = deployment;
  const { engine, facts } = groundwork.connection;
  const { uuid, signal } = execution;
  const listens: Parameters<typeof awaitService>[1]['listens'] = (container, ports) => allListen(container, ports, { engine, facts });
  const isWhatItMustBe = async (service: string, stop: AbortSignal, need?: Need) => {
    const expectation = plan.expectations.find((one) => one.service === service);
    if (!expectation) throw new Error(`${service} is needed and not planned`);
    return awaitService(need ? expectationOf(need, expectation) : expectation, { watch, clock: tools.clock, signal: stop, listens });
  };
  const edge = edgeFor(claimed.identity.composeName, groundwork.connection, tools);
  return {
    ...steppingOf(deployment, stack, planFile, edge),
    lookAgain: watch.refresh,
    signal,
    journal: {
      async begun(step, undo) {
        const sequence = deployment.nextSequence();
        if (undo) deployment.undos.unshift({ seq: sequence, undo });
        await tools.journal.stepBegun(uuid, sequence, execution.redactor.text(step), undo);
        return sequence;
      },
      done: (sequence) => tools.journal.stepDone(uuid, sequence),
      dataTouched: () => dataBecomes('touched', deployment),
    },
    waitFor: (need, stop) => isWhatItMustBe(need.service, stop, need),
    prove: (service, stop) => proveBeside(service, { deployment, stack, plan, watch, edge }, stop),
    tell: (step, state) => execution.say({ event: 'step', step: describeStep(step), cause: step.cause, state }),
  };
}
