import type { Clock } from '../../system/clock.ts';
import type { ContainerEvent } from '../interface.ts';
import type { FakeContainer } from './fake-container.ts';

export interface Telling {
  clock: Clock;
  tell: (container: FakeContainer, event: Omit<ContainerEvent, 'id' | 'service'>) => void;
}

/** Starts what a container will do by itself. */
export function begin(container: FakeContainer, { clock, tell }: Telling): void {
  const { details, spec } = container;
  const { healthcheck, exit } = spec.behaviour ?? {};
  container.life = new AbortController();
  Object.assign(details, { state: 'running', health: healthcheck ? 'starting' : 'none', exitCode: 0, startedAt: clock.now(), pid: 4242 });
  tell(container, { kind: 'start' });
  after(healthcheck?.healthyAfterMs, () => turn('healthy'));
  after(healthcheck?.unhealthyAfterMs, () => turn('unhealthy'));
  after(exit?.afterMs, () => end(container, exit?.code ?? 0, { clock, tell }));

  function turn(health: 'healthy' | 'unhealthy'): void {
    details.health = health;
    tell(container, { kind: 'health', health });
  }

  function after(ms: number | undefined, act: () => void): void {
    const { signal } = container.life;
    if (ms !== undefined) void clock.sleep(ms, signal).then(() => signal.aborted || act());
  }
}

/** It stops running, by itself or because it was told to. */
export function end(container: FakeContainer, exitCode: number, { tell }: Telling): void {
  if (container.details.state !== 'running') return;
  container.life.abort();
  Object.assign(container.details, { state: 'exited', exitCode, pid: 0 });
  tell(container, { kind: 'die', exitCode });
}
