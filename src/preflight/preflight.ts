import { systemClock } from '../system/clock.ts';
import { type Awaited, awaitAll } from './await-all.ts';
import { type Dependency, dependencyOfVariables, parseDependency, parseHttp } from './dependency.ts';
import { type PreflightSettings, readPreflightSettings } from './settings.ts';
import type { Missing } from './sight.ts';
import { takePlace } from './take-place.ts';

export type { Awaited, Missing };

/** What was typed. */
export interface PreflightOptions {
  dependencies: readonly string[];
  http: readonly string[];
  /** Names of variable pairs: `REDIS` for REDIS_HOST and REDIS_PORT. */
  from: readonly string[];
  /** Absent: nothing is started. */
  command?: readonly string[] | undefined;
  environment: Record<string, string>;
}

/** How it ended, before the program starts. */
export interface Report {
  ready: boolean;
  /** STARTUP_DEPENDENCY_CHECK is off: nobody was asked. */
  skipped: boolean;
  /** The program is started all the same: STARTUP_FAIL_FAST is off. */
  startsAnyway: boolean;
  dependencies: Awaited[];
}

interface Listener {
  onMissing(dependency: string, sight: Missing): void;
  onReport(report: Report): void;
  onNotStarted(problem: string): void;
}

/** Waits for what a program needs, then runs it in its own place. Resolves to the exit code: 1 where something is missing, else the program's own. Throws UserError. */
export async function preflight(options: PreflightOptions, listener: Listener): Promise<number> {
  const { command, environment } = options;
  const settings = readPreflightSettings(environment);
  const dependencies = settings.check ? read(options) : [];
  const place = await takePlace();
  try {
    const report = await reportOn(dependencies, settings, options, place.left, listener);
    if (place.left.aborted) return Number(place.left.reason);
    listener.onReport(report);
    if (!report.ready && !report.startsAnyway) return 1;
    if (!command) return 0;
    const { exit, problem } = await place.run(command, environment);
    if (problem !== undefined) listener.onNotStarted(problem);
    return exit;
  } finally {
    place.release();
  }
}

function read({ dependencies, http, from, environment }: PreflightOptions): Dependency[] {
  return [
    ...dependencies.flatMap((written, at) => parseDependency(written, at + 1)),
    ...from.map((name) => dependencyOfVariables(name, environment)),
    ...http.map((written, at) => parseHttp(written, at + 1)),
  ];
}

async function reportOn(
  dependencies: readonly Dependency[],
  { check, timeoutMs, failFast }: PreflightSettings,
  { environment, command }: PreflightOptions,
  signal: AbortSignal,
  { onMissing }: Listener,
): Promise<Report> {
  const awaited = await awaitAll(dependencies, { timeoutMs, environment, clock: systemClock, signal, onMissing });
  const ready = awaited.every((one) => one.ready);
  return { ready, skipped: !check, startsAnyway: !ready && !failFast && command !== undefined, dependencies: awaited };
}
