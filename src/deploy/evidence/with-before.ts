import type { ContainerEvidence, ServiceEvidence } from '../../diagnose/evidence.ts';
import type { BeforeEnd } from '../apply/before-failed.ts';

/** What was seen, where a command failed that was to run before its service: that command in the service's stead, for the service itself runs on as it was. */
export function withBefore(services: Record<string, ServiceEvidence>, end: BeforeEnd | undefined): Record<string, ServiceEvidence> {
  const seen = end && services[end.service];
  if (!end || !seen) return services;
  const { service, command, exitCode, lines } = end;
  const { healthcheck: _healthcheck, restart: _restart, ...definition } = seen.definition;
  const { expectation: _expectation, listens: _listens, ...rest } = seen;
  const ended: ContainerEvidence = {
    ...{ name: `${service} (before)`, state: 'exited', health: 'none', exitCode: exitCode ?? killed, oomKilled: false, error: '' },
    ...{ restarts: 0, deaths: [exitCode ?? killed], healthLog: [], addresses: [] },
  };
  return { ...services, [service]: { ...rest, definition: { ...definition, command }, containers: [ended], logs: lines } };
}

/** By TERM, after its time was over. */
const killed = 143;
