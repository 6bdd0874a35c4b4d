import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { EngineFacts } from '../../deploy/model/observed.ts';
import type { Engine } from '../interface.ts';
import { dockerArchives } from './archives.ts';
import { ask, labelFilters } from './asking.ts';
import { dockerContainers } from './containers.ts';
import { labelled } from './describe-network.ts';
import { readEngineFacts } from './engine-facts.ts';
import { readEngineInfo } from './engine-info.ts';
import { containerEvents } from './events.ts';
import { dockerImages } from './images.ts';
import { dockerNetworks } from './networks.ts';
import { replayFilter } from './replay-filter.ts';
import { dockerVolumes } from './volumes.ts';

/** Docker Engine, or Podman through its Docker-compatible API. `url` is its address as DOCKER_HOST writes it. */
export function createDockerEngine(docker: Dockerode, url: string): Engine {
  let known: Promise<EngineFacts> | undefined;
  const facts = () => {
    const asked = (known ??= ask(readEngineFacts(docker, url)));
    // One that was away is asked again.
    asked.catch(() => void (known = undefined));
    return asked;
  };

  return {
    facts,
    info: () => ask(readEngineInfo(docker)),

    ...dockerContainers(docker, facts),
    ...dockerImages(docker),
    ...dockerNetworks(docker),
    ...dockerVolumes(docker),
    ...dockerArchives(docker, facts),

    async listLabelled(key) {
      const filters = { filters: { label: [key] } };
      const [networks, { Volumes: volumes }] = await ask(Promise.all([docker.listNetworks(filters), docker.listVolumes(filters)]));
      return [...networks.map((one) => labelled('network', one)), ...(volumes ?? []).map((one) => labelled('volume', one))];
    },
    async watchContainers(labels, signal) {
      const filters = JSON.stringify({ type: ['container'], label: labelFilters(labels) });
      const { kind } = await facts();
      const since = Date.now();
      const stream = (await ask(docker.getEvents({ filters }))) as Readable;
      return containerEvents(stream, signal, kind === 'podman' ? replayFilter(since) : undefined);
    },
  };
}
