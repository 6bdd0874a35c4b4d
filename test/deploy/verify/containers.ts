import type { ContainerDetails } from '../../../src/deploy/model/container.ts';
import type { Expectation } from '../../../src/deploy/model/plan.ts';

/** A container that has run for ten seconds at time 20,000. */
export function container(changes: Partial<ContainerDetails> = {}): ContainerDetails {
  return {
    ...{ id: 'c1', name: 'p-web-1', service: 'web', imageId: 'sha256:web', state: 'running', health: 'none', healthLog: [] },
    ...{ exitCode: 0, oomKilled: false, error: '', restartCount: 0, startedAt: 10_000, pid: 0, addresses: {} },
    ...changes,
  };
}

/** Of a service that must stay up for a second. */
export function expectation(changes: Partial<Expectation> = {}): Expectation {
  return {
    ...{
      service: 'web',
      replicas: 1,
      proof: 'settled',
      mayComplete: false,
      listens: [],
      deadlineMs: 5000,
      restarts: 'never',
      healthcheck: true,
      settleMs: 1000,
    },
    ...changes,
  };
}
