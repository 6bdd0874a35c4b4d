import type { ComposeHealthcheck, ComposeService } from '../model/compose-file.ts';
import { goDuration, parseDuration } from '../model/duration.ts';
import type { Image } from '../model/image.ts';
import type { EngineFacts } from '../model/observed.ts';

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

/**
 * The file's healthcheck with a fast start: the engine's first probe otherwise comes only after a whole interval, and
 * `start_interval` counts only within a non-zero `start_period` (moby #33410, #45897). The deadline stays what the file granted.
 */
export function sharpen(
  service: ComposeService,
  image: Image | undefined,
  engine: EngineFacts,
  crowded: boolean,
): ComposeHealthcheck | undefined {
  const check = effectiveHealthcheck(service, image);
  if (!check) return service.healthcheck;
  const start_period = goDuration(grantedMs(check));
  // Driven by us, five times a second, its retries would be used up at once.
  if (!engine.runsHealthchecks) return { ...service.healthcheck, start_period };
  if (!engine.startInterval) return service.healthcheck;
  const wanted = crowded ? crowdedIntervalMs : startIntervalMs;
  const given = milliseconds(service.healthcheck?.start_interval);
  return {
    ...service.healthcheck,
    start_period,
    start_interval: goDuration(Math.min(given || wanted, wanted, check.intervalMs)),
  };
}

const startIntervalMs = 200;
const crowdedIntervalMs = 1000;

function milliseconds(duration: string | undefined): number {
  return duration ? (parseDuration(duration) ?? 0) : 0;
}
