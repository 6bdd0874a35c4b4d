import { composeLabel, label } from '../deploy/model/labels.ts';
import type { Facts, Observed, ObservedContainer } from '../deploy/model/observed.ts';
import type { Engine } from './interface.ts';

/** What the engine has of one instance. */
export async function observe(engine: Engine, composeName: string): Promise<Observed> {
  const labels = { [composeLabel.project]: composeName };
  const [containers, networks, volumes] = await Promise.all([
    engine.listContainers(labels),
    engine.listNetworks(labels),
    engine.listVolumes(labels),
  ]);
  return { containers, networks, volumes };
}

/** `plainComposeName` is what `docker compose` alone would call the project. */
export async function gatherFacts(engine: Engine, plainComposeName: string): Promise<Facts> {
  const [facts, containers] = await Promise.all([engine.facts(), engine.listContainers()]);
  return {
    engine: facts,
    publishedPorts: containers.flatMap(publishedPorts),
    plainCompose: containers.filter((container) => container.composeName === plainComposeName && !(label.instance in container.labels)),
    starting: containers.filter(({ state, health }) => state === 'running' && health === 'starting').length,
  };
}

/** One entry a port, though the engine names it once for IPv4 and once for IPv6. */
function publishedPorts({ name, composeName, published }: ObservedContainer): Facts['publishedPorts'] {
  const ports = new Map(published.map(({ port, protocol }) => [`${port}/${protocol}`, { port, protocol }]));
  return [...ports.values()].map((port) => ({ ...port, container: name, ...(composeName !== '' && { composeName }) }));
}
