import type { DownOptions, Ended } from '../contract/options.ts';
import { type Engine, EngineError } from '../engine/interface.ts';
import { observe } from '../engine/observe.ts';
import { writePrivateFile } from '../system/files.ts';
import type { Execution } from './execution.ts';
import { type Observed, type ObservedContainer, isAnonymous } from './model/observed.ts';
import type { Failure, Outcome } from './model/outcome.ts';
import type { Identity } from './model/stack.ts';
import { planFiles } from './plan-files.ts';
import { recordOf } from './record/record.ts';
import { recover, unfinishedOf } from './recover.ts';
import { stopOrder } from './stop-order.ts';
import type { DeployTools } from './tools.ts';

/** Takes an instance down, dependents first, and looks whether it is really gone. Volumes stay unless they are asked for. */
export async function takeDown(identity: Identity, options: DownOptions, tools: DeployTools, execution: Execution): Promise<Ended> {
  const { composeName, project, instance, directory } = identity;
  execution.say({ event: 'begin', action: 'down', instance: `${project}/${instance}` });
  await using _lock = await tools.locks.acquire(composeName, 'down');
  const connection = await tools.connect();
  for (const inFlight of await unfinishedOf(composeName, tools)) {
    await recover(inFlight, connection, tools, (step, problem) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }));
  }
  const problems = await execution.stage('apply', () => removeAll(identity, options, connection.engine, execution));
  const left = await execution.stage('verify', () => whatIsLeft(composeName, options, connection.engine));
  if (left.length === 0) await forget(composeName, connection.engine, tools, execution);

  const failure: Failure | undefined =
    left.length === 0 ? undefined : { message: `still there: ${left.join(', ')}`, stage: 'verify', logs: problems, undoProblems: [] };
  const outcome: Outcome = {
    ...{ result: failure ? 'failed' : 'verified', changed: true, endpoints: [], services: [], findings: [], verdicts: [] },
    ...(failure ? { failure } : {}),
  };
  const record = execution.redactor.deep(
    recordOf({
      ...{
        timestamp: new Date(tools.clock.now()).toISOString(),
        action: 'down',
        uuid: execution.uuid,
        project,
        instance,
        directory,
        outcome,
      },
      ...{ namedPorts: {}, elapsed: execution.elapsed(), stages: execution.stages(), contentHash: undefined },
    }),
  );
  await tools.history.append(record, { project, instance, counts: false });
  if (options.recordFile) await writePrivateFile(options.recordFile, `${JSON.stringify(record, undefined, 2)}\n`);
  execution.say({ event: 'end', record });
  return { record, exit: failure ? 1 : 0, changed: true };
}

/** The engine's own default before it kills. */
const graceMs = 10_000;

async function removeAll({ composeName }: Identity, { volumes }: DownOptions, engine: Engine, execution: Execution): Promise<string[]> {
  const observed = await observe(engine, composeName);
  const problems: string[] = [];
  const remove = async (name: string, work: () => Promise<void>) => {
    execution.say({ event: 'step', step: `remove ${name}`, cause: 'down', state: 'begin' });
    try {
      await work();
      execution.say({ event: 'step', step: `remove ${name}`, cause: 'down', state: 'end' });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      problems.push(`${name}: ${error.message}`);
      execution.say({ event: 'step', step: `remove ${name}`, cause: error.message, state: 'failed' });
    }
  };
  const removeContainer = (container: ObservedContainer) =>
    remove(container.name, async () => {
      if (container.state === 'running' || container.state === 'paused') await engine.stopContainer(container.id, graceMs);
      await engine.removeContainer(container.id);
    });
  for (const level of stopOrder(observed.containers)) await Promise.all(level.map(removeContainer));
  await Promise.all(observed.networks.map((name) => remove(`network ${name}`, () => engine.removeNetwork(name))));
  if (volumes) await Promise.all(volumesOf(observed).map((name) => remove(`volume ${name}`, () => engine.removeVolume(name))));
  return problems;
}

/** An adopted instance may still use volumes that nobody named. */
function volumesOf({ volumes, containers }: Observed): string[] {
  const anonymous = containers.flatMap((container) => container.volumes.map(({ name }) => name)).filter(isAnonymous);
  return [...new Set([...volumes, ...anonymous])];
}

async function whatIsLeft(composeName: string, { volumes }: DownOptions, engine: Engine): Promise<string[]> {
  const left = await observe(engine, composeName);
  const containers = left.containers.map(({ name }) => name);
  return [
    ...containers,
    ...left.networks.map((name) => `network ${name}`),
    ...(volumes ? left.volumes.map((name) => `volume ${name}`) : []),
  ];
}

/** Volumes that stay keep the instance's name for this folder; ports are given back either way. */
async function forget(composeName: string, engine: Engine, tools: DeployTools, execution: Execution): Promise<void> {
  await tools.leases.release(composeName);
  const { volumes } = await observe(engine, composeName);
  if (volumes.length > 0) await tools.instances.update(composeName, { status: 'down', endpoints: [], namedPorts: {} });
  else await tools.instances.forget(composeName);
  await planFiles(tools.home, composeName, execution.uuid).keepOnly(undefined);
}
