import type { ComposeFile } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import type { Expectation } from '../model/plan.ts';
import type { Probe } from '../model/probe.ts';
import { replicasOf } from '../model/replicas.ts';
import { effectiveHealthcheck, grantedMs } from '../model/healthcheck.ts';
import { restartsOf } from './services.ts';

export interface Conditions {
  images: Images;
  probes: Probe[];
  /** Where it was asked for, it bounds what a healthcheck grants. */
  timeoutMs?: number | undefined;
  /** As the machine's facts have it. */
  crowding?: number | undefined;
}

/** What each service must do to count as up. */
export function planExpectations(compose: ComposeFile, { images, probes, timeoutMs, crowding }: Conditions): Expectation[] {
  const awaited = new Set(
    Object.values(compose.services).flatMap(({ depends_on: needs }) =>
      Object.entries(needs ?? {}).flatMap(([name, need]) => (need.condition === 'service_completed_successfully' ? [name] : [])),
    ),
  );
  return Object.entries(compose.services).map(([service, definition]) => {
    const check = effectiveHealthcheck(definition, images[service]);
    const listens = (definition.ports ?? []).filter((port) => port.protocol !== 'udp').map((port) => port.target);
    const restarts = restartsOf(definition);
    const looked = probes.some((probe) => probe.service === service);
    const mayComplete = !awaited.has(service) && restarts !== 'always' && !check && !looked;
    const proof = awaited.has(service) ? 'completed' : check ? 'healthy' : listens.length > 0 ? 'listening' : 'settled';
    return {
      service,
      replicas: replicasOf(definition),
      proof,
      mayComplete,
      listens: [...new Set(listens)],
      deadlineMs: check && proof === 'healthy' ? Math.min(grantedMs(check), timeoutMs ?? Infinity) : (timeoutMs ?? patienceMs),
      restarts,
      healthcheck: check !== undefined,
      settleMs: settlingMs(crowding),
    };
  });
}

/** For a service whose file says nothing of how long it may take. */
const patienceMs = 120_000;

/** A second of a machine that is not busy: where every program waits its turn, one that is going to crash takes longer to come to it. */
function settlingMs(crowding = 1): number {
  return Math.round(1000 * Math.min(Math.max(crowding, 1), 5));
}
