import type { Engine } from '../../engine/interface.ts';
import type { ContainerDetails } from '../model/container.ts';
import type { EngineFacts } from '../model/observed.ts';
import { listenersOf } from '../../system/listening.ts';
import { lookTcp } from './probes/tcp.ts';

/** What the container's own side says of one of its ports. `unknown` where this machine cannot look inside. */
export type InnerSide = 'listens' | 'loopback-only' | 'closed' | 'unknown';

/** Looks from the container's side: its /proc entry where the engine is local, else its address on a bridge. */
export async function innerSide(container: ContainerDetails, port: number, engine: EngineFacts): Promise<InnerSide> {
  if (!engine.local || container.pid === 0) return 'unknown';
  const listeners = await listenersOf(container.pid, container.id);
  if (listeners) {
    const mine = listeners.filter((listener) => listener.port === port);
    if (mine.length === 0) return 'closed';
    return mine.some((listener) => !listener.loopback) ? 'listens' : 'loopback-only';
  }
  return connectInside(container, port);
}

async function connectInside(container: ContainerDetails, port: number): Promise<InnerSide> {
  const [host] = Object.values(container.addresses);
  if (!host) return 'unknown';
  const { passed, detail } = await lookTcp({ host, port }, 0, 300);
  if (passed) return 'listens';
  return detail === 'connection refused' ? 'closed' : 'unknown';
}

/**
 * Whether every port listens, as far as can be seen: a port that is `unknown` counts, and the look from outside then has to prove it. But one is
 * unknown too where the container has just died, so the engine is asked whether it still is in the same run: events may come late.
 */
export async function allListen(
  container: ContainerDetails,
  ports: number[],
  { engine, facts }: { engine: Pick<Engine, 'inspectContainer'>; facts: EngineFacts },
): Promise<boolean> {
  const sides = await Promise.all(ports.map((port) => innerSide(container, port, facts)));
  if (sides.includes('closed')) return false;
  return !sides.includes('unknown') || isInSameRun(container, engine);
}

/** Asks the engine itself, whatever its events have told by now. */
export async function isInSameRun({ id, startedAt }: ContainerDetails, engine: Pick<Engine, 'inspectContainer'>): Promise<boolean> {
  const now = await engine.inspectContainer(id);
  return now?.state === 'running' && now.startedAt === startedAt;
}
