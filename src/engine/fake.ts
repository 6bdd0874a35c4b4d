import type { EngineInfo, Labelled } from '../deploy/model/engine-info.ts';
import type { Image } from '../deploy/model/image.ts';
import type { FilesInside } from '../deploy/model/inside.ts';
import { type EngineFacts, isAnonymous } from '../deploy/model/observed.ts';
import type { Clock } from '../system/clock.ts';
import { carries, EventChannel } from './fake/event-channel.ts';
import { fakeContainer, listed } from './fake/fake-container.ts';
import type { FakeContainer, FakeSpec } from './fake/fake-container.ts';
import { begin, end } from './fake/fake-life.ts';
import type { Telling } from './fake/fake-life.ts';
import { EngineError } from './interface.ts';
import type { Engine } from './interface.ts';

export type { Behaviour, FakeSpec } from './fake/fake-container.ts';

/** An engine in memory for unit tests: it passes the same contract suite as the real ones. */
export interface FakeEngine extends Engine {
  /** Made and not started, as Compose's `create` does; returns its id. */
  add(spec: FakeSpec): string;
  addImage(image: Image, files?: FilesInside): void;
  addToRegistry(reference: string, isThere: boolean): void;
  /** Ends every event stream, as a daemon does that restarts. */
  cutEvents(): void;
}

export function createFakeEngine({
  clock,
  facts,
  info,
}: {
  clock: Clock;
  facts?: Partial<EngineFacts>;
  info?: Partial<EngineInfo>;
}): FakeEngine {
  const containers = new Map<string, FakeContainer>();
  const networks = new Map<string, Record<string, string>>();
  const subnets = new Map<string, string[]>();
  const volumes = new Map<string, Record<string, string>>();
  const images = new Map<string, Image>();
  const files = new Map<string, FilesInside>();
  const registry = new Map<string, boolean>();
  const channel = new EventChannel();
  const telling: Telling = {
    clock,
    tell: (container, event) => channel.send({ ...event, id: container.details.id, service: container.spec.service }, container.labels),
  };
  let made = 0;

  return {
    add(spec) {
      const id = String(++made).padStart(64, '0');
      const container = fakeContainer(spec, id);
      containers.set(id, container);
      for (const { name } of spec.volumes ?? []) put(volumes, name, {});
      telling.tell(container, { kind: 'create' });
      return id;
    },
    addToRegistry: (reference, isThere) => void registry.set(reference, isThere),
    addImage(image, inside = {}) {
      files.set(image.id, inside);
      images.set(image.reference, image);
      images.set(image.id, image);
    },
    cutEvents: () => channel.cut(),

    facts: async () => ({ ...ordinaryFacts, ...facts }),
    info: async () => ({ ...ordinaryInfo, time: clock.now(), ...info }),
    listContainers: async (labels = {}) => [...containers.values()].filter((container) => carries(container.labels, labels)).map(listed),
    inspectContainer: async (id) => structuredClone(containers.get(id)?.details),
    async startContainer(id) {
      const container = present(id);
      if (container.details.state === 'running') return;
      const refusal = container.spec.behaviour?.startError;
      if (refusal) throw refusal;
      begin(container, telling);
    },
    async stopContainer(id) {
      const container = containers.get(id);
      if (!container) return;
      const { deafForMs } = container.spec.behaviour ?? {};
      if (deafForMs !== undefined) await clock.sleep(deafForMs);
      end(container, deafForMs === undefined ? terminated : killed, telling);
    },
    async removeContainer(id, options) {
      const container = containers.get(id);
      if (!container) return;
      end(container, killed, telling);
      containers.delete(id);
      if (options.volumes) for (const { name } of container.spec.volumes ?? []) if (isAnonymous(name)) volumes.delete(name);
      telling.tell(container, { kind: 'destroy' });
    },
    async renameContainer(id, name) {
      const container = present(id);
      if ([...containers.values()].some(({ details }) => details.name === name)) {
        throw new EngineError('name-taken', `the name ${name} is already in use`);
      }
      container.details.name = name;
      telling.tell(container, { kind: 'other' });
    },
    logTail: async (id, lines) => {
      const container = containers.get(id);
      return container?.details.startedAt ? (container.spec.behaviour?.log ?? []).slice(-lines) : [];
    },
    async exec(id, command, timeoutMs) {
      const container = present(id);
      if (container.details.state !== 'running') throw new EngineError('other', `container ${id} is not running`);
      const { afterMs = 0, ...answer } = container.spec.behaviour?.exec?.(command) ?? { exitCode: 0, output: '' };
      await clock.sleep(Math.min(afterMs, timeoutMs));
      if (afterMs > timeoutMs) throw new EngineError('timeout', `\`${command.join(' ')}\` took longer than ${timeoutMs} ms`);
      return answer;
    },
    runHealthcheck: async (id) => present(id).details.health,

    listNetworks: async (labels) => namesOf(networks, labels),
    listSubnets: async () => [...subnets].map(([name, held]) => ({ name, subnets: held, labels: networks.get(name) ?? {} })),
    async createNetwork(name, definition, labels) {
      const isNew = put(networks, name, { ...definition.labels, ...labels });
      const fixed = (definition.ipam?.config ?? []).map(({ subnet }) => String(subnet));
      if (isNew && fixed.length > 0) subnets.set(name, fixed);
      return isNew;
    },
    async removeNetwork(name) {
      networks.delete(name);
      subnets.delete(name);
    },
    listVolumes: async (labels) => namesOf(volumes, labels),
    createVolume: async (name, definition, labels) => put(volumes, name, { ...definition.labels, ...labels }),
    async removeVolume(name) {
      volumes.delete(name);
    },
    listLabelled: async (key) => [...labelledBy(key, 'network', networks), ...labelledBy(key, 'volume', volumes)],
    listImages: async (pattern) =>
      [...new Set(images.values())]
        .filter(({ reference }) => reference.startsWith(pattern.replace(/\*.*$/, '')))
        .map(({ id, reference }) => ({ id, reference, bytes: 0 })),
    inspectImage: async (reference) => images.get(reference),
    async lookInto(imageId, paths) {
      if (!images.has(imageId)) throw new EngineError('image-not-found', `no such image: ${imageId}`);
      return Object.fromEntries(paths.map((path) => [path, files.get(imageId)?.[path] ?? { kind: 'missing' as const, path }]));
    },
    isInRegistry: async (reference) => registry.get(reference),
    watchContainers: async (labels, signal) => channel.listen(labels, signal),
  };

  function present(id: string): FakeContainer {
    const container = containers.get(id);
    if (!container) throw new EngineError('not-found', `no such container: ${id}`);
    return container;
  }
}

const terminated = 143;
const killed = 137;

const ordinaryFacts: EngineFacts = {
  kind: 'docker',
  version: '28.0.0',
  startInterval: true,
  runsHealthchecks: true,
  local: true,
  host: '127.0.0.1',
  id: 'fake',
};

const ordinaryInfo: EngineInfo = {
  apiVersion: '1.48',
  storageDriver: 'overlay2',
  rootDirectory: '/var/lib/docker',
  cgroupVersion: '2',
  memoryLimit: true,
  swapLimit: true,
  rootless: false,
  addressPools: [],
};

type ByName = Map<string, Record<string, string>>;

function namesOf(things: ByName, labels: Record<string, string>): string[] {
  return [...things].filter(([, own]) => carries(own, labels)).map(([name]) => name);
}

function put(things: ByName, name: string, labels: Record<string, string>): boolean {
  if (things.has(name)) return false;
  things.set(name, labels);
  return true;
}

function labelledBy(key: string, kind: Labelled['kind'], things: ByName): Labelled[] {
  return [...things].flatMap(([name, labels]) => (key in labels ? [{ kind, name, labels }] : []));
}
