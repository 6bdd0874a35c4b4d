import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type Dockerode from 'dockerode';
import type { EngineFacts } from '../../deploy/model/observed.ts';
import { engineError, isAlreadyThere, isAlreadyUnderway } from '../classify.ts';
import type { Engine } from '../interface.ts';
import { networkOptions, volumeOptions } from './definitions.ts';
import { containerDetails, healthOf, observedContainer } from './describe-container.ts';
import { labelled, observedNetwork } from './describe-network.ts';
import { describeImage, listedImages } from './describe-image.ts';
import { readEngineFacts } from './engine-facts.ts';
import { readEngineInfo } from './engine-info.ts';
import { containerEvents } from './events.ts';
import { execInside } from './exec.ts';
import { lookInto } from './look-into.ts';
import { demultiplex } from './multiplexed.ts';
import { askRegistry } from './registry.ts';
import { replayFilter } from './replay-filter.ts';
import { runPodmanHealthcheck, stopOnPodman } from './podman.ts';

/** Docker Engine, or Podman through its Docker-compatible API. `url` is its address as DOCKER_HOST writes it. */
export function createDockerEngine(docker: Dockerode, url: string): Engine {
  let known: Promise<EngineFacts> | undefined;
  const facts = () => (known ??= ask(readEngineFacts(docker, url)));

  return {
    facts,
    info: () => ask(readEngineInfo(docker)),

    async listContainers(labels = {}) {
      const listed = await ask(docker.listContainers({ all: true, filters: { label: labelFilters(labels) } }));
      return listed.map(observedContainer);
    },
    async inspectContainer(id) {
      const inspected = await unlessGone(docker.getContainer(id).inspect());
      return inspected && containerDetails(inspected);
    },
    async startContainer(id) {
      // 304: it runs already.
      await unlessStatus([304], docker.getContainer(id).start());
    },
    async stopContainer(id) {
      const container = docker.getContainer(id);
      const { kind } = await facts();
      await unlessStatus([304, 404], kind === 'podman' ? stopOnPodman(container) : container.stop());
    },
    async removeContainer(id, { volumes }) {
      const container = docker.getContainer(id);
      try {
        await unlessGone(container.remove({ force: true, v: volumes }));
      } catch (error) {
        const problem = engineError(error);
        if (!isAlreadyUnderway(problem)) throw problem;
        await unlessGone(container.wait({ condition: 'removed' }));
      }
    },
    async renameContainer(id, name) {
      await ask(docker.getContainer(id).rename({ name }));
    },
    async logTail(id, lines) {
      const container = docker.getContainer(id);
      const inspected = await unlessGone(container.inspect());
      if (!inspected || inspected.State.Status === 'created') return [];
      const raw = await ask(container.logs({ stdout: true, stderr: true, tail: lines, follow: false }));
      return logLines(inspected.Config.Tty ? raw.toString('utf8') : demultiplex(raw)).slice(-lines);
    },
    exec: (id, command, timeoutMs) => ask(execInside(docker.getContainer(id), command, timeoutMs)),
    async runHealthcheck(id) {
      if ((await facts()).kind === 'podman') return ask(runPodmanHealthcheck(docker, id));
      return healthOf((await ask(docker.getContainer(id).inspect())).State.Health?.Status);
    },

    async listNetworks(labels) {
      const networks = await ask(docker.listNetworks({ filters: { label: labelFilters(labels) } }));
      return networks.map(({ Name }) => Name);
    },
    async listSubnets() {
      const networks = await ask(docker.listNetworks());
      return networks.filter(({ Scope }) => Scope !== 'swarm').flatMap(observedNetwork);
    },
    createNetwork: (name, definition, labels) => made(docker.createNetwork(networkOptions(name, definition, labels))),
    async removeNetwork(name) {
      await unlessGone(docker.getNetwork(name).remove());
    },
    async listVolumes(labels) {
      const { Volumes: volumes } = await ask(docker.listVolumes({ filters: { label: labelFilters(labels) } }));
      return (volumes ?? []).map(({ Name }) => Name);
    },
    async createVolume(name, definition, labels) {
      // The engine answers a second creation as if it were the first.
      if (await unlessGone(docker.getVolume(name).inspect())) return false;
      return made(docker.createVolume(volumeOptions(name, definition, labels)));
    },
    async removeVolume(name) {
      await unlessGone(docker.getVolume(name).remove());
    },

    async listLabelled(key) {
      const filters = { filters: { label: [key] } };
      const [networks, { Volumes: volumes }] = await ask(Promise.all([docker.listNetworks(filters), docker.listVolumes(filters)]));
      return [...networks.map((one) => labelled('network', one)), ...(volumes ?? []).map((one) => labelled('volume', one))];
    },
    async listImages(reference) {
      return listedImages(await ask(docker.listImages({ filters: { reference: [reference] } })));
    },

    async inspectImage(reference) {
      const inspected = await unlessGone(docker.getImage(reference).inspect());
      return inspected && describeImage(reference, inspected);
    },
    lookInto: (imageId, paths) => ask(lookInto(docker, imageId, paths)),
    isInRegistry: (reference, timeoutMs) => askRegistry(docker, reference, timeoutMs),

    async watchContainers(labels, signal) {
      const filters = JSON.stringify({ type: ['container'], label: labelFilters(labels) });
      const { kind } = await facts();
      const since = Date.now();
      const stream = (await ask(docker.getEvents({ filters }))) as Readable;
      return containerEvents(stream, signal, kind === 'podman' ? replayFilter(since) : undefined);
    },
  };
}

async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw engineError(error);
  }
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  return unlessStatus([404], answer);
}

/** Whether something was made that was not there before. */
async function made(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    const problem = engineError(error);
    if (isAlreadyThere(problem)) return false;
    throw problem;
  }
}

async function unlessStatus<T>(statuses: number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && statuses.includes(Number(error.statusCode))) return undefined;
    throw engineError(error);
  }
}

function labelFilters(labels: Record<string, string>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

function logLines(text: string): string[] {
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
