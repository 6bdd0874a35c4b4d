import { afterAll, beforeAll, vi } from 'vitest';
import type { StartTarget, Target } from '../target.ts';

/** One executor for all tests of a block. */
export function shared(start: StartTarget, settings: Record<string, string> = {}): () => Target {
  let target: Target | undefined;
  beforeAll(async () => {
    target = await start(settings);
  });
  afterAll(async () => {
    await target?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!target) throw new Error('asked for before it was started');
    return target;
  };
}

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const lastKey = (value: object): string | undefined => Object.keys(value).at(-1);

/** Looks until the check passes; rejects with its last complaint. (`expect.poll` loses its test where several run at once.) */
export function eventually<Seen>(look: () => Seen | Promise<Seen>, check: (seen: Seen) => void, withinMs = 5000): Promise<void> {
  return vi.waitFor(async () => check(await look()), { timeout: withinMs, interval: 30 });
}
