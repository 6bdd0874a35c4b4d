import type { ContainerWatch } from '../../../src/engine/interface.ts';
import type { ContainerDetails, Death } from '../../../src/deploy/model/container.ts';
import type { Clock } from '../../../src/system/clock.ts';

export interface Frame {
  /** From this moment on, in milliseconds. */
  at: number;
  containers: ContainerDetails[];
  deaths?: Death[];
}

/** An engine whose story is written down: waiting moves the clock to the next frame, or as far as the waiter would wait. */
export function scripted(frames: Frame[], { silent = false } = {}): { watch: ContainerWatch; clock: Clock; waits: number[] } {
  let now = 0;
  const waits: number[] = [];
  const current = () => frames.findLast((frame) => frame.at <= now);
  const version = () => frames.filter((frame) => frame.at <= now).length;
  const pass = (ms: number) => {
    const next = silent ? undefined : frames.find((frame) => frame.at > now)?.at;
    waits.push(ms);
    now = Math.min(now + ms, next ?? Infinity);
    return Promise.resolve();
  };
  return {
    waits,
    clock: { now: () => now, monotonic: () => now, sleep: (ms) => pass(ms) },
    watch: {
      current: (service) => current()?.containers.filter((container) => container.service === service) ?? [],
      version,
      refresh: () => Promise.resolve(),
      change: (ms, since) => (since === version() ? pass(ms) : Promise.resolve()),
      deaths: () => current()?.deaths ?? [],
      upSince: (id) => frames.find(({ containers }) => containers.some((one) => one.id === id && one.state === 'running'))?.at,
      close: () => Promise.resolve(),
    },
  };
}
