import type { Probe, Verdict } from '../model/probe.ts';
import type { Place } from './address.ts';
import { look } from './probes/probe.ts';
import { describeTarget, placesOf } from './target.ts';
import type { VerifyTools } from './verify.ts';

/** Often enough to catch who turns bad at once, seldom enough not to be felt. */
const pauseMs = 500;

/**
 * Looks through every probe again and again for `settleMs`, and once more at its end. Resolves to the failure of the first that fails twice in a
 * row; undefined where all go on answering, or somebody stops it.
 */
export async function keepsAnswering(probes: Probe[], tools: VerifyTools, settleMs: number): Promise<Verdict | undefined> {
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  const looks = probes.flatMap((probe) => placesOf(probe, tools).map((place) => answersFor(probe, place, { ...tools, signal }, settleMs)));
  const ended = await Promise.all(
    looks.map(async (answering) => {
      const failed = await answering;
      if (failed) stop.abort();
      return failed;
    }),
  );
  return ended.find((failed) => failed !== undefined);
}

async function answersFor(probe: Probe, address: Place | undefined, tools: VerifyTools, settleMs: number): Promise<Verdict | undefined> {
  const { engine, facts, watch, clock, signal } = tools;
  const begun = clock.monotonic();
  if (probe.kind === 'udp' || address?.outOfReach) return undefined;
  for (let failures = 0, last = false; ; last = clock.monotonic() - begun >= settleMs) {
    const [container] = watch.current(probe.service);
    const sight = container ? await look(probe, { engine, facts, container, address }) : { passed: false, detail: 'no container' };
    if (signal.aborted) return undefined;
    failures = sight.passed ? 0 : failures + 1;
    const durationMs = clock.monotonic() - begun;
    if (failures > 1) return failedAfter(durationMs, sight.detail);
    if (last && failures === 0) return undefined;
    await clock.sleep(Math.min(pauseMs, Math.max(settleMs - durationMs, failures > 0 ? pauseMs : 0)), signal);
  }

  function failedAfter(durationMs: number, detail: string): Verdict {
    const { service, kind } = probe;
    const said = `it answered, and does not any more: ${detail}`;
    return { service, kind, target: describeTarget(probe, address), outcome: 'failed', detail: said, durationMs };
  }
}
