import type { EngineInfo, Labelled } from '../deploy/model/engine-info.ts';
import type { Image } from '../deploy/model/image.ts';
import type { EngineFacts } from '../deploy/model/observed.ts';
import type { Clock } from '../system/clock.ts';
import { EventChannel } from './fake/event-channel.ts';
import { fakeArchives } from './fake/fake-archives.ts';
import type { Behaviour, FakeContainer, FakeSpec } from './fake/fake-container.ts';
import { fakeContainers } from './fake/fake-containers.ts';
import { fakeImages, findImage } from './fake/fake-images.ts';
import type { ImagePutter } from './fake/fake-images.ts';
import { fakeNetworks } from './fake/fake-networks.ts';
import type { FakeNetwork } from './fake/fake-networks.ts';
import { fakeVolumes } from './fake/fake-volumes.ts';
import type { FakeVolume } from './fake/fake-volumes.ts';
import type { Engine, OwnContainer } from './interface.ts';

export type { Behaviour, FakeSpec } from './fake/fake-container.ts';

/** An engine in memory for unit tests: it passes the same contract suite as the real ones. */
export interface FakeEngine extends Engine, ImagePutter {
  /** Made and not started, as Compose's `create` does; returns its id. */
  add(spec: FakeSpec): string;
  /** Ends every event stream, as a daemon does that restarts. */
  cutEvents(): void;
}

export interface FakeOptions {
  clock: Clock;
  facts?: Partial<EngineFacts>;
  info?: Partial<EngineInfo>;
  /** What a container of our own does; absent, it ends well at once. */
  own?: (options: OwnContainer) => Behaviour;
}

export function createFakeEngine({ clock, facts, info, own = endsWell }: FakeOptions): FakeEngine {
  const containers = new Map<string, FakeContainer>();
  const networks = new Map<string, FakeNetwork>();
  const volumes = new Map<string, FakeVolume>();
  const images = new Map<string, Image>();
  const channel = new EventChannel();

  return {
    cutEvents: () => channel.cut(),
    facts: async () => ({ ...ordinaryFacts, ...facts }),
    info: async () => ({ ...ordinaryInfo, time: clock.now(), ...info }),
    ...fakeContainers({ clock, channel, containers, volumes, own, imageIdOf: (reference) => findImage(images, reference)?.id }),
    ...fakeImages({ containers, images }),
    ...fakeNetworks(networks),
    ...fakeVolumes(volumes),
    ...fakeArchives({ containers, volumes }),
    listLabelled: async (key) => [...labelledBy(key, 'network', networks), ...labelledBy(key, 'volume', volumes)],
    watchContainers: async (labels, signal) => channel.listen(labels, signal),
  };
}

const endsWell = (): Behaviour => ({ exit: { afterMs: 0, code: 0 } });

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

function labelledBy(key: string, kind: Labelled['kind'], things: Map<string, { labels: Record<string, string> }>): Labelled[] {
  return [...things].flatMap(([name, { labels }]) => (key in labels ? [{ kind, name, labels }] : []));
}
