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
