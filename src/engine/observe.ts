import type { EngineInfo } from '../deploy/model/engine-info.ts';
import { composeLabel, label } from '../deploy/model/labels.ts';
import type { Facts, Observed, ObservedContainer, Running } from '../deploy/model/observed.ts';
import { machineLoad } from '../system/machine.ts';
import type { Engine } from './interface.ts';

/** What the engine has of one instance. `owned` are labels that its networks and volumes carry besides: another tool's, of the same project name, are not its own. */
export async function observe(engine: Engine, composeName: string, owned: Record<string, string> = {}): Promise<Observed> {
  const labels = { [composeLabel.project]: composeName };
  const [containers, networks, volumes] = await Promise.all([
    engine.listContainers(labels),
    engine.listNetworks({ ...labels, ...owned }),
    engine.listVolumes({ ...labels, ...owned }),
  ]);
  return { containers, networks, volumes };
}

/** What an instance has, for rules that look at what would become of it. */
export async function observeRunning(engine: Pick<Engine, 'listContainers' | 'describeVolumes'>, composeName: string): Promise<Running> {
  const labels = { [composeLabel.project]: composeName };
  const [containers, volumes] = await Promise.all([engine.listContainers(labels), engine.describeVolumes(labels)]);
  return { containers, volumes };
}

/** `plainComposeName` is what `docker compose` alone would call the project. */
export async function gatherFacts(engine: Engine, plainComposeName: string): Promise<Facts> {
  const [facts, machine, info, containers, networks, networkNames, volumeNames] = await Promise.all([
    engine.facts(),
    machineLoad(),
    infoOf(engine),
    engine.listContainers(),
    engine.listSubnets(),
    engine.listNetworks({}),
    engine.listVolumes({}),
  ]);
  return {
    engine: facts,
    ...(info && { info }),
    publishedPorts: containers.flatMap(publishedPorts),
    networks,
    present: { networks: networkNames, volumes: volumeNames },
    plainCompose: containers.filter((container) => container.composeName === plainComposeName && !(label.instance in container.labels)),
    starting: containers.filter(({ state, health }) => state === 'running' && health === 'starting').length,
    ...(facts.local && { crowding: machine.load / machine.cpus }),
  };
}

async function infoOf(engine: Engine): Promise<EngineInfo | undefined> {
  const { kind } = await engine.facts();
  return kind === 'docker' ? engine.info() : undefined;
}

/** One entry a port, though the engine names it once for IPv4 and once for IPv6. */
function publishedPorts({ name, composeName, published }: ObservedContainer): Facts['publishedPorts'] {
  const ports = new Map(published.map(({ port, protocol }) => [`${port}/${protocol}`, { port, protocol }]));
  return [...ports.values()].map((port) => ({ ...port, container: name, ...(composeName !== '' && { composeName }) }));
}
