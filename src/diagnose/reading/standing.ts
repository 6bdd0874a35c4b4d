import type { Evidence, ServiceEvidence } from '../evidence.ts';

/** How a service stood when it was looked at. `waiting`: it runs, and nobody has seen yet that it is up. */
export type Standing = 'absent' | 'not-started' | 'cannot-start' | 'ended' | 'done' | 'restarting' | 'unhealthy' | 'waiting' | 'up';

export function standingOf(evidence: Evidence, name: string): Standing {
  const service = evidence.services[name];
  if (!service || service.containers.length === 0) return 'absent';
  const all = service.containers.map((container) => containerStanding(evidence, name, service, container));
  return order.find((standing) => all.includes(standing)) ?? 'up';
}

/** The worst of its containers speaks for a service. */
const order: Standing[] = ['cannot-start', 'restarting', 'ended', 'unhealthy', 'waiting', 'not-started', 'done', 'up'];

function containerStanding(
  evidence: Evidence,
  name: string,
  service: ServiceEvidence,
  container: ServiceEvidence['containers'][number],
): Standing {
  const { state, exitCode, error, health, restarts, deaths, oomKilled } = container;
  if (error && state !== 'running') return 'cannot-start';
  if (state === 'created') return 'not-started';
  if (state === 'restarting' || (state === 'running' && (restarts > 0 || deaths.length > 0))) return 'restarting';
  if (state === 'exited' || state === 'dead') return exitCode === 0 && !oomKilled && mayEnd(evidence, name, service) ? 'done' : 'ended';
  if (health === 'unhealthy') return 'unhealthy';
  if (health === 'starting') return 'waiting';
  return health === 'none' && evidence.service === name ? 'waiting' : 'up';
}

function mayEnd(evidence: Evidence, name: string, { expectation }: ServiceEvidence): boolean {
  if (expectation?.mayComplete || expectation?.proof === 'completed') return true;
  return Object.values(evidence.services).some(
    ({ definition }) => definition.depends_on?.[name]?.condition === 'service_completed_successfully',
  );
}

/** Services that something is wrong with, as far as can be seen; whom the failure was said of comes first. */
export function troubled(evidence: Evidence): string[] {
  const failed = new Set(evidence.verdicts.filter(({ outcome }) => outcome === 'failed').map(({ service }) => service));
  const names = Object.keys(evidence.services).filter(
    (name) => name === evidence.service || failed.has(name) || isFailing(standingOf(evidence, name)) || hasFailingProbe(evidence, name),
  );
  return names.toSorted((a, b) => Number(b === evidence.service) - Number(a === evidence.service));
}

export function isFailing(standing: Standing): boolean {
  return standing === 'cannot-start' || standing === 'ended' || standing === 'restarting' || standing === 'unhealthy';
}

function hasFailingProbe(evidence: Evidence, name: string): boolean {
  return (
    evidence.services[name]?.containers.some(({ health, healthLog }) => health === 'starting' && (healthLog.at(-1)?.exitCode ?? 0) !== 0) ??
    false
  );
}

/** The exit code of its last end; undefined where it never ended. */
export function lastExit(service: ServiceEvidence | undefined): number | undefined {
  const ended = service?.containers.find(({ state }) => state === 'exited' || state === 'dead' || state === 'restarting');
  return service?.containers.flatMap(({ deaths }) => deaths).at(-1) ?? ended?.exitCode;
}

/** In words, after the service's name. */
export function describeStanding(evidence: Evidence, name: string): string {
  const code = lastExit(evidence.services[name]);
  switch (standingOf(evidence, name)) {
    case 'absent':
      return 'has no container';
    case 'not-started':
      return 'was not started yet';
    case 'cannot-start':
      return 'could not be started';
    case 'ended':
    case 'done':
      return `has ended with exit code ${code ?? 0}`;
    case 'restarting':
      return `ends and is started again${code === undefined ? '' : ` (exit code ${code})`}`;
    case 'unhealthy':
      return 'is unhealthy';
    case 'waiting':
      return 'is still starting';
    case 'up':
      return 'runs';
  }
}

/** All that a service waits for, directly or through others. */
export function dependenciesOf(evidence: Evidence, name: string): string[] {
  const found = new Set<string>();
  const visit = (one: string) => {
    const { depends_on: needs = {}, network_mode: mode } = evidence.services[one]?.definition ?? {};
    for (const next of [...Object.keys(needs), ...(mode?.startsWith('service:') ? [mode.slice('service:'.length)] : [])]) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(name);
  return [...found];
}
