import type { ComposeService } from './compose-file.ts';
import { parseDuration } from './duration.ts';
import type { Image } from './image.ts';

/** A healthcheck as it will really run: the file's words over the image's over the engine's defaults. Times are milliseconds. */
export interface EffectiveHealthcheck {
  test: string[];
  intervalMs: number;
  timeoutMs: number;
  retries: number;
  startPeriodMs: number;
}

/** Undefined where neither file nor image has one, or the file switches it off. Engine defaults: 30 s, 30 s, 3. */
export function effectiveHealthcheck(service: ComposeService, image: Image | undefined): EffectiveHealthcheck | undefined {
  const given = service.healthcheck ?? {};
  const test = given.test ?? image?.healthcheck?.test;
  if (given.disable || !test || test.length === 0 || test[0] === 'NONE') return undefined;
  return {
    test,
    intervalMs: milliseconds(given.interval) || image?.healthcheck?.intervalMs || 30_000,
    timeoutMs: milliseconds(given.timeout) || image?.healthcheck?.timeoutMs || 30_000,
    retries: given.retries || image?.healthcheck?.retries || 3,
    startPeriodMs: milliseconds(given.start_period) || image?.healthcheck?.startPeriodMs || 0,
  };
}

/** How long the file lets a service take, from its start to its first healthy answer. The spare is for the engine's own scheduling. */
export function grantedMs(check: EffectiveHealthcheck): number {
  return check.startPeriodMs + check.retries * (check.intervalMs + check.timeoutMs) + spareMs;
}

const spareMs = 5000;

/** Nothing, and what is no duration, is 0: the engine then takes its default. */
export function milliseconds(duration: string | undefined): number {
  return duration ? (parseDuration(duration) ?? 0) : 0;
}
