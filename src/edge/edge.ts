import type { Slot } from '../deploy/model/slot.ts';
import { type Configuration, configureEdge, restoreEdge } from './configure.ts';
import { drainSlot } from './drain.ts';
import { type EdgeTools, findEdge, runInside, serverOf, startedEdge } from './inside.ts';
import { liveFile, shareFiles, sharePattern } from './places.ts';

/**
 * The edge of one instance, whichever container it is in. Everything may be done twice: a recovery does. Where there is no edge, or none any more, there is
 * nothing to switch or to drain. Throws EngineError, also where the server in the container refuses.
 */
export interface Edge {
  /** Gives a container of the edge what it serves. Throws UserError where the certificate cannot be read. */
  configure(container: string, configuration: Configuration): Promise<void>;
  /** Goes back to the configuration from before that execution; nothing happens where it changed none. */
  restore(execution: string): Promise<void>;
  /** The next request goes to that slot; a share of the other one is over. */
  switchTo(service: string, slot: Slot): Promise<void>;
  /** Sends this percentage of the requests to the slot that is not live; 0 ends it. */
  share(service: string, percent: number): Promise<void>;
  /** Waits until nothing is under way in a slot, or the time is over; what is left then is closed. Resolves to how much that was. */
  drain(service: string, slot: Slot, deadlineMs: number, signal?: AbortSignal): Promise<number>;
  /** Where this machine reaches the slot that is not live. Undefined where the edge does not run, or on another machine. */
  stagingAddress(staging: number): Promise<{ host: string; port: number } | undefined>;
}

export function edgeOf(composeName: string, tools: EdgeTools): Edge {
  const { engine, facts } = tools;

  /** In this order. Shells find `??` themselves: a pattern that fits no file is left to `rm -f`. */
  async function change({ remove, put }: { remove: string[]; put: string[] }): Promise<void> {
    const container = await startedEdge(composeName, tools);
    if (!container) return;
    await runInside(tools, container.id, ['sh', '-c', `rm -f ${remove.join(' ')}`]);
    await engine.putFiles(
      container.id,
      put.map((path) => ({ path, content: '' })),
    );
  }

  return {
    configure: (container, configuration) => configureEdge(container, configuration, tools),
    async restore(execution) {
      const container = await findEdge(composeName, tools);
      if (container?.state === 'running') await restoreEdge(container.id, serverOf(container), execution, tools);
    },
    switchTo: (service, slot) =>
      change(
        slot === 'a'
          ? { remove: [sharePattern(service), liveFile(service)], put: [] }
          : { remove: [sharePattern(service)], put: [liveFile(service)] },
      ),
    share: (service, percent) => change({ remove: [sharePattern(service)], put: percent > 0 ? shareFiles(service, percent) : [] }),
    drain: (service, slot, deadlineMs, signal) => drainSlot({ composeName, service, slot, deadlineMs, ...(signal && { signal }) }, tools),
    async stagingAddress(staging) {
      const container = facts.local || facts.host === '127.0.0.1' ? await startedEdge(composeName, tools) : undefined;
      const published = container?.published.find(({ target }) => target === staging);
      return published && { host: facts.host, port: published.port };
    },
  };
}
