import { composeLabel, label } from '../deploy/model/labels.ts';
import type { Slot } from '../deploy/model/slot.ts';
import { type Peer, peersIn, peersOf } from '../system/established.ts';
import { type EdgeTools, findEdge, runInside } from './inside.ts';

/**
 * Requests and WebSockets that the containers of a slot have not ended: the edge's connections to them. An idle one counts for a second longer, for so long Caddy
 * keeps it. That needs nothing of the server, and on the engine's own machine no tool in its container.
 */
export async function underwayIn(composeName: string, service: string, slot: Slot, tools: EdgeTools): Promise<number> {
  const [peers, addresses] = await Promise.all([peersOfEdge(composeName, tools), addressesOf(composeName, service, slot, tools)]);
  return peers.filter(({ address }) => addresses.has(address)).length;
}

async function peersOfEdge(composeName: string, tools: EdgeTools): Promise<Peer[]> {
  const { engine, facts } = tools;
  const container = await findEdge(composeName, tools);
  const details = container && (await engine.inspectContainer(container.id));
  if (details?.state !== 'running') return [];
  const seen = facts.local ? await peersOf(details.pid, details.id) : undefined;
  return seen ?? peersIn(await runInside(tools, details.id, ['sh', '-c', 'cat /proc/net/tcp; cat /proc/net/tcp6 2>/dev/null || true']));
}

async function addressesOf(composeName: string, service: string, slot: Slot, { engine }: EdgeTools): Promise<Set<string>> {
  const labels = { [composeLabel.project]: composeName, [composeLabel.service]: service, [label.slot]: slot };
  const details = await Promise.all((await engine.listContainers(labels)).map(({ id }) => engine.inspectContainer(id)));
  return new Set(details.flatMap((container) => Object.values(container?.addresses ?? {})));
}
