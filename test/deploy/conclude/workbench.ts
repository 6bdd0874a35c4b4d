import type { ExecutionEvent } from '../../../src/contract/events.ts';
import { UserError, exitCode } from '../../../src/contract/user-error.ts';
import type { Attempted } from '../../../src/deploy/attempted.ts';
import { type DeployOptions, type Source, beginDeployment } from '../../../src/deploy/deployment.ts';
import { beginExecution } from '../../../src/deploy/execution.ts';
import type { Stack } from '../../../src/deploy/model/stack.ts';
import type { Undo } from '../../../src/deploy/model/step.ts';
import { gatherFacts, observe } from '../../../src/engine/observe.ts';
import type { FakeEngine } from '../../../src/engine/fake.ts';
import { createRedactor } from '../../../src/redaction/redact.ts';
import { systemClock } from '../../../src/system/clock.ts';
import type { DeployTools } from '../../../src/deploy/tools.ts';
import { label } from '../../../src/deploy/model/labels.ts';
import { workbench } from '../../doctor/tools.ts';
import { planOf, stackOf } from '../plan/workbench.ts';

export const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/srv/shop' };
const project = { name: 'shop', directory: '/srv/shop', files: [], envFiles: [], profiles: [] };
export const { composeName } = identity;

const web = { image: 'web:2', healthcheck: { test: ['CMD', 'true'] }, post_start: [{ command: ['say-hello'] }] };
const stack: Stack = { ...stackOf({ services: { web } }), identity };

export const diskFull = () => Promise.reject(new UserError({ code: 'disk-full', exit: exitCode.usage, message: 'the disk is full' }));

/** An `up` on its way, of an instance whose `web` of an execution before runs. `changes`: what of the ledger does otherwise. */
export async function underWay(options: DeployOptions = {}, changes: (tools: DeployTools) => Partial<DeployTools> = () => ({})) {
  const bench = await workbench({ pid: 2 ** 22 + 1 });
  const { engine } = bench;
  const tools = { ...bench.tools, ...changes(bench.tools) };
  await tools.instances.claim(identity, project);
  await tools.instances.update(composeName, { status: 'running', executionUuid: 'first', revision: 1 });
  await bench.tools.revisions.put(composeName, { number: 1, executionUuid: 'first', contentHash: 'c', createdAt: 1, stack, images: {} });
  const old = await running('web', 'first', engine);
  const connection = await tools.connect();
  const observed = await observe(engine, composeName);
  const events: ExecutionEvent[] = [];
  const listen = (event: ExecutionEvent) => void events.push(event);
  const signal = new AbortController().signal;
  const execution = beginExecution({ uuid: 'second', action: 'up', clock: systemClock, signal, redactor: createRedactor(), listen });
  const registered = await tools.instances.claim(identity, project);
  const groundwork = { connection, draft: {} as never, facts: await gatherFacts(engine, 'shop') };
  const claimed = { identity, registered, isNew: false, observed };
  const deployment = await beginDeployment(options, tools, execution, groundwork, {} as Source, claimed, {});
  await tools.journal.begin({ uuid: 'second', action: 'up', composeName });
  return { ...bench, tools, deployment, old, events, looked: () => statesOf(engine) };
}

/** Its container is made and started. */
export async function running(service: string, execution: string, engine: FakeEngine): Promise<string> {
  const number = execution === 'first' ? 1 : 2;
  const behaviour = { healthcheck: { healthyAfterMs: 0 } };
  const id = engine.add({ composeName, service, number, labels: { [label.execution]: execution }, behaviour });
  await engine.startContainer(id);
  return id;
}

/** `execution service state`, one a container. */
async function statesOf(engine: FakeEngine): Promise<string[]> {
  const containers = await engine.listContainers();
  return containers.map(({ labels, service, state }) => `${labels[label.execution]} ${service} ${state}`);
}

/** What `deployment` has done: a new `web` beside the old one, which stopped for it. */
export async function replaced({ deployment, old, engine, tools }: Awaited<ReturnType<typeof underWay>>): Promise<string> {
  const undos: Undo[] = [
    { undo: 'remove-containers', composeName, execution: 'second', service: 'web' },
    { undo: 'start-again', service: 'web', containers: [old] },
  ];
  for (const undo of undos) {
    const seq = deployment.nextSequence();
    await tools.journal.stepBegun('second', seq, undo.undo, undo);
    deployment.undos.unshift({ seq, undo });
  }
  await engine.stopContainer(old);
  return running('web', 'second', engine);
}

export function attempted(ending: Attempted['ending'], more: Partial<Attempted> = {}): Attempted {
  return { ending, findings: [], verdicts: [], stack, plan: planOf(stack), planFile: '/nowhere/plan.json', images: {}, ...more };
}
