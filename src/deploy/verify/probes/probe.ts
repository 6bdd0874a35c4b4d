import type { Engine } from '../../../engine/interface.ts';
import type { ContainerDetails } from '../../model/container.ts';
import type { EngineFacts } from '../../model/observed.ts';
import type { Probe } from '../../model/probe.ts';
import { innerSide, isInSameRun } from '../listening.ts';
import { lookCommand } from './command.ts';
import { lookHttp } from './http.ts';
import type { Address, Sight } from './look.ts';
import { lookTcp } from './tcp.ts';
import { lookWebsocket } from './websocket.ts';

export interface ProbeView {
  engine: Engine;
  facts: EngineFacts;
  container: ContainerDetails;
  /** Undefined for commands. */
  address: Address | undefined;
}

const lookMs = 5000;
/** The userland proxy was seen closing after 2 ms; a loaded machine gets a hundred times that. */
const holdMs = 250;

/** One look of a probe, whatever its kind. */
export async function look(probe: Probe, { engine, facts, container, address }: ProbeView): Promise<Sight> {
  if (probe.kind === 'command') return lookCommand(engine, container.id, probe.run, lookMs);
  if (!address) return { passed: false, detail: `port ${probe.target} is not published` };
  switch (probe.kind) {
    case 'http':
      return explained(await lookHttp(probe, address, lookMs), probe.target, container, facts);
    case 'websocket':
      return explained(await lookWebsocket(probe, address, lookMs), probe.target, container, facts);
    case 'tcp': {
      const inner = await innerSide(container, probe.target, facts);
      if (inner === 'closed') return { passed: false, detail: `nothing listens on port ${probe.target} in the container` };
      const sight = await explained(await lookTcp(address, inner === 'listens' ? 0 : holdMs, lookMs), probe.target, container, facts);
      // The proxy holds a connection open for seconds while it dials a container that has just died.
      if (sight.passed && inner === 'unknown' && !(await isInSameRun(container, engine)))
        return { passed: false, detail: 'accepted, but its container was not in the same run any more' };
      return sight;
    }
    case 'udp':
      return { passed: true, detail: 'not probed: UDP gives no answer to look at' };
  }
}

/** A failed look from outside, with what the container's own side says of that port. */
async function explained(sight: Sight, port: number, container: ContainerDetails, facts: EngineFacts): Promise<Sight> {
  if (sight.passed || sight.detail.startsWith('status')) return sight;
  const inner = await innerSide(container, port, facts);
  if (inner === 'loopback-only')
    return { passed: false, detail: `${sight.detail}: it listens on 127.0.0.1:${port} inside the container only, use 0.0.0.0` };
  if (inner === 'closed') return { passed: false, detail: `${sight.detail}: nothing listens on port ${port} in the container` };
  return sight;
}
