import type { ComposeHealthcheck, ComposeService } from '../model/compose-file.ts';
import { goDuration } from '../model/duration.ts';
import { effectiveHealthcheck, grantedMs, milliseconds } from '../model/healthcheck.ts';
import type { Image } from '../model/image.ts';
import type { EngineFacts } from '../model/observed.ts';

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
