import type { Slot } from '../deploy/model/slot.ts';
import { type EdgeTools, findEdge, runInside, serverOf } from './inside.ts';
import { underwayIn } from './underway.ts';

export interface Draining {
  composeName: string;
  service: string;
  slot: Slot;
  deadlineMs: number;
  signal?: AbortSignal;
}

/**
 * Waits until nothing is under way in a slot. What is left at the deadline, or at an abort, is closed: Caddy tells each WebSocket that it goes away (1001), nginx ends
 * the connection. Resolves to how much that was.
 */
export async function drainSlot(draining: Draining, tools: EdgeTools): Promise<number> {
  const left = await lookUntilNone(draining, draining.deadlineMs, tools);
  const container = left > 0 ? await findEdge(draining.composeName, tools) : undefined;
  if (container?.state !== 'running') return left;
  const server = serverOf(container);
  await runInside(tools, container.id, server.closeStreams);
  await lookUntilNone(draining, server.lingersMs + closingMs, tools);
  return left;
}

/** Closing takes as long as the far ends need to answer. */
const closingMs = 1500;
const pauseMs = 200;

async function lookUntilNone({ composeName, service, slot, signal }: Draining, limitMs: number, tools: EdgeTools): Promise<number> {
  const { clock } = tools;
  const begun = clock.monotonic();
  for (;;) {
    const left = await underwayIn(composeName, service, slot, tools);
    if (left === 0 || signal?.aborted || clock.monotonic() - begun >= limitMs) return left;
    await clock.sleep(pauseMs, signal);
  }
}
