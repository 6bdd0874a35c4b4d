import type { ComposeFile } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import type { Expectation } from '../model/plan.ts';
import type { Probe } from '../model/probe.ts';
import { replicasOf } from '../model/replicas.ts';
import { effectiveHealthcheck, grantedMs } from '../model/healthcheck.ts';
import { restartsOf } from './services.ts';

/** What each service must do to count as up. `timeoutMs`, where it was asked for, bounds what its healthcheck grants. */
export function planExpectations(compose: ComposeFile, images: Images, probes: Probe[], timeoutMs: number | undefined): Expectation[] {
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
      settleMs: settlingMs,
    };
  });
}

/** For a service whose file says nothing of how long it may take. */
const patienceMs = 120_000;

const settlingMs = 1000;
