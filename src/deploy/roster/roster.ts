import type { InstanceView } from '../../contract/instance.ts';
import type { Engine } from '../../engine/interface.ts';
import type { Instance } from '../../ledger/instances.ts';
import type { InFlight } from '../../ledger/journal.ts';
import { label } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Canary } from '../model/registration.ts';
import type { DeployTools } from '../tools.ts';
import { unfinishedView } from './unfinished.ts';

/** Every instance of this user: what is registered, held against what the engine says now. One listing, however many there are. */
export async function listInstances(engine: Engine, tools: Pick<DeployTools, 'instances' | 'journal'>): Promise<InstanceView[]> {
  const [registered, unfinished, containers] = await Promise.all([
    tools.instances.list(),
    tools.journal.unfinished(),
    engine.listContainers(),
  ]);
  const byName = Map.groupBy(containers, (container) => container.composeName);
  return registered.map((instance) => {
    const mine = (byName.get(instance.composeName) ?? []).filter((container) => !container.oneOff);
    const inFlight = unfinished.find((one) => one.composeName === instance.composeName);
    return viewOf(instance, mine, inFlight);
  });
}

function viewOf(instance: Instance, containers: ObservedContainer[], inFlight: InFlight | undefined): InstanceView {
  return {
    project: instance.project,
    instance: instance.instance,
    compose_name: instance.composeName,
    directory: instance.directory,
    state: inFlight ? 'unfinished' : stateOf(instance, containers),
    services: containers
      .map(({ service, state, health, name }) => ({ service, state, ...(health && health !== 'none' ? { health } : {}), container: name }))
      .toSorted((a, b) => (a.container < b.container ? -1 : 1)),
    endpoints: instance.endpoints,
    named_ports: instance.namedPorts,
    ...(instance.executionUuid ? { execution_uuid: instance.executionUuid } : {}),
    ...(instance.revision === undefined ? {} : { revision: instance.revision }),
    ...(instance.canary ? { canary: canaryOf(instance.canary) } : {}),
    updated_at: new Date(instance.updatedAt).toISOString(),
    ...(inFlight ? { unfinished: unfinishedView(inFlight) } : {}),
  };
}

function canaryOf({ executionUuid, share, services }: Canary): NonNullable<InstanceView['canary']> {
  return { execution_uuid: executionUuid, share, services };
}

function stateOf({ status, executionUuid }: Instance, containers: ObservedContainer[]): InstanceView['state'] {
  if (status === 'failed') return 'failed';
  if (status === 'down' && containers.length === 0) return 'down';
  const first = containers.some((container) => container.labels[label.execution] !== undefined) || executionUuid !== undefined;
  if (status === 'starting' || !first) return 'starting';
  const up = containers.filter(({ state, health, exitCode }) => (state === 'running' ? health !== 'unhealthy' : exitCode === 0));
  if (containers.every((container) => container.state !== 'running')) return 'stopped';
  return up.length === containers.length ? 'running' : 'degraded';
}
