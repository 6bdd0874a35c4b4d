import { expect, test } from 'vitest';
import type { Sight } from '../../src/preflight/sight.ts';
import { waitFor } from '../../src/preflight/wait-for.ts';

const refused: Sight = { ready: false, reason: 'refused', detail: 'connection refused' };
const there: Sight = { ready: true, detail: 'accepts connections' };

/** Every look takes 10 ms; time passes only by looking and pausing. */
async function waiting({ readyAtMs, leaveAtMs = Infinity }: { readyAtMs: number; leaveAtMs?: number }) {
  const leaving = new AbortController();
  const looks: number[] = [];
  let now = 0;
  const pass = (ms: number) => {
    now += ms;
    if (now >= leaveAtMs) leaving.abort();
  };
  const clock = {
    now: () => now,
    monotonic: () => now,
    sleep: (ms: number) => Promise.resolve(pass(ms)),
  };
  const look = () => {
    looks.push(now);
    pass(10);
    return Promise.resolve(now >= readyAtMs ? there : refused);
  };
  const waited = await waitFor(look, { timeoutMs: 10_000, clock, signal: leaving.signal, onMissing: () => undefined });
  return { ...waited, looks };
}

test('what answers at once is asked once', async () => {
  expect(await waiting({ readyAtMs: 0 })).toEqual({ sight: there, attempts: 1, tookMs: 10, looks: [0] });
});

test('looks grow rarer, up to two seconds, and the last one is at the very end', async () => {
  const { looks, sight, attempts, tookMs } = await waiting({ readyAtMs: Infinity });
  const pauses = looks.slice(1).map((at, place) => Math.round(at - (looks[place] ?? 0) - 10));
  expect(pauses).toEqual([250, 375, 563, 844, 1266, 1898, 2000, 2000, 715]);
  expect({ sight, attempts, tookMs, last: looks.at(-1) }).toEqual({ sight: refused, attempts: 10, tookMs: 10_010, last: 10_000 });
});

test('a time-out that falls into a look still counts what it saw', async () => {
  expect((await waiting({ readyAtMs: 10_005 })).sight).toEqual(there);
});

test('who is told to leave looks no longer', async () => {
  expect((await waiting({ readyAtMs: Infinity, leaveAtMs: 300 })).looks.length).toBeLessThanOrEqual(3);
});
