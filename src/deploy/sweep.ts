import type { Engine } from '../engine/interface.ts';
import type { DeployTools } from './tools.ts';

/**
 * Gives back the names and ports of instances that are gone: claimed by an execution that was killed before it did
 * anything, or never registered. One that was verified keeps its ports over restarts, until it is taken down.
 */
export async function sweep(
  engine: Engine,
  tools: Pick<DeployTools, 'instances' | 'leases' | 'locks' | 'journal' | 'clock'>,
): Promise<void> {
  const observedAt = tools.clock.now();
  const held = new Set(await tools.locks.held());
  const registered = await tools.instances.list();
  const doubtful = registered.filter((instance) => instance.status === 'starting' && !held.has(instance.composeName));
  const gone = doubtful.length > 0 ? await withoutTraces(doubtful, engine, tools, observedAt) : [];
  for (const { composeName } of gone) await tools.instances.forget(composeName);
  const live = registered.filter((instance) => !gone.includes(instance)).map(({ composeName }) => composeName);
  await tools.leases.sweep(new Set([...live, ...held]), observedAt);
}

/** A claim comes a moment before its lock: only an old one may be judged. */
const youngMs = 60_000;

async function withoutTraces<Doubtful extends { composeName: string; updatedAt: number }>(
  doubtful: Doubtful[],
  engine: Engine,
  tools: Pick<DeployTools, 'journal'>,
  now: number,
): Promise<Doubtful[]> {
  const containers = new Set((await engine.listContainers()).map(({ composeName }) => composeName));
  const unfinished = new Set((await tools.journal.unfinished()).map(({ composeName }) => composeName));
  return doubtful.filter(
    ({ composeName, updatedAt }) => now - updatedAt > youngMs && !containers.has(composeName) && !unfinished.has(composeName),
  );
}
