import { Readable } from 'node:stream';
import { isAnonymous } from '../../deploy/model/observed.ts';
import type { ContainerEvent } from '../interface.ts';
import { EngineError } from '../interface.ts';
import type { Containers, OwnContainer } from '../interface/containers.ts';
import type { EventChannel } from './event-channel.ts';
import { carries } from './event-channel.ts';
import { fakeContainer, listed } from './fake-container.ts';
import type { Behaviour, FakeContainer, FakeSpec } from './fake-container.ts';
import { begin, end } from './fake-life.ts';
import type { Telling } from './fake-life.ts';
import { putVolume } from './fake-volumes.ts';
import type { FakeVolume } from './fake-volumes.ts';

export interface ContainerWorld {
  clock: Telling['clock'];
  channel: EventChannel;
  containers: Map<string, FakeContainer>;
  volumes: Map<string, FakeVolume>;
  /** What a container does that Portside made for itself. */
  own: (options: OwnContainer) => Behaviour;
  imageIdOf: (reference: string) => string | undefined;
}

export function fakeContainers({
  clock,
  channel,
  containers,
  volumes,
  own,
  imageIdOf,
}: ContainerWorld): Containers & { add(spec: FakeSpec): string } {
  const telling: Telling = {
    clock,
    tell: (container, event: Omit<ContainerEvent, 'id' | 'service'>) =>
      channel.send({ ...event, id: container.details.id, service: container.spec.service }, container.labels),
  };
  let made = 0;
  const add = (spec: FakeSpec) => {
    const id = String(++made).padStart(64, '0');
    const container = fakeContainer(spec, id);
    containers.set(id, container);
    for (const { name } of spec.volumes ?? []) putVolume(volumes, name, {}, {});
    telling.tell(container, { kind: 'create' });
    return id;
  };

  return {
    add,
    listContainers: async (labels = {}) => [...containers.values()].filter((container) => carries(container.labels, labels)).map(listed),
    inspectContainer: async (id) => structuredClone(containers.get(id)?.details),
    async createContainer(options) {
      const imageId = imageIdOf(options.image);
      if (imageId === undefined) throw new EngineError('image-not-found', `no such image: ${options.image}`);
      return add({
        ...{ composeName: '', service: '', imageId },
        labels: options.labels,
        volumes: options.mounts.map(({ volume, target }) => ({ name: volume, target })),
        behaviour: own(options),
      });
    },
    async startContainer(id) {
      const container = present(containers, id);
      if (container.details.state === 'running') return;
      const refusal = container.spec.behaviour?.startError;
      if (refusal) throw refusal;
      begin(container, telling);
    },
    async attachContainer(id) {
      const { log = [] } = present(containers, id).spec.behaviour ?? {};
      const events = channel.listen({}, new AbortController().signal);
      return {
        stdout: Readable.from(untilItEnds(id, log, events), { objectMode: false }),
        stderr: Readable.from([], { objectMode: false }),
      };
    },
    async stopContainer(id, graceMs = Infinity) {
      const container = containers.get(id);
      if (!container) return;
      const { deafForMs } = container.spec.behaviour ?? {};
      if (deafForMs !== undefined) await clock.sleep(Math.min(deafForMs, graceMs));
      end(container, deafForMs === undefined ? terminated : killed, telling);
    },
    async waitContainer(id) {
      const container = present(containers, id);
      const { details, life } = container;
      if (details.state !== 'running') return details.exitCode;
      const { promise, resolve } = Promise.withResolvers<number>();
      life.signal.addEventListener('abort', () => queueMicrotask(() => resolve(container.details.exitCode)), { once: true });
      return promise;
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
      const container = present(containers, id);
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
    async exec(id, command, timeoutMs, how = {}) {
      const container = present(containers, id);
      if (container.details.state !== 'running') throw new EngineError('other', `container ${id} is not running`);
      const { afterMs = 0, ...answer } = container.spec.behaviour?.exec?.(command, how) ?? { exitCode: 0, output: '' };
      await clock.sleep(Math.min(afterMs, timeoutMs));
      if (afterMs > timeoutMs) throw new EngineError('timeout', `\`${command.join(' ')}\` took longer than ${timeoutMs} ms`);
      return answer;
    },
    async execOutput(id, command) {
      const container = present(containers, id);
      if (container.details.state !== 'running') throw new EngineError('other', `container ${id} is not running`);
      const { exitCode, output } = container.spec.behaviour?.exec?.(command, {}) ?? { exitCode: 0, output: '' };
      return Readable.from(
        (async function* () {
          yield Buffer.from(output);
          if (exitCode !== 0) throw new EngineError('other', `\`${command.join(' ')}\` ended with exit code ${exitCode}`);
        })(),
        { objectMode: false },
      );
    },
    runHealthcheck: async (id) => present(containers, id).details.health,
  };
}

async function* untilItEnds(id: string, log: string[], events: AsyncIterable<ContainerEvent>): AsyncGenerator<Buffer> {
  for (const line of log) yield Buffer.from(`${line}\n`);
  for await (const event of events) if (event.id === id && (event.kind === 'die' || event.kind === 'destroy')) return;
}

export function present(containers: Map<string, FakeContainer>, id: string): FakeContainer {
  const container = containers.get(id);
  if (!container) throw new EngineError('not-found', `no such container: ${id}`);
  return container;
}

const terminated = 143;
const killed = 137;
