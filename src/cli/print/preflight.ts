import type { Awaited, Missing, Report } from '../../preflight/preflight.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { harmless } from './width.ts';

/** While it waits. */
export function missingLine(dependency: string, { detail }: Missing, { dim, marks }: Ink): string {
  return `${dim(marks.waiting)} ${dependency}  ${dim(`${harmless(detail)}; waiting`)}\n`;
}

/** Every dependency by name, and of those that are missing why. */
export function reportLines({ skipped, ready, startsAnyway, dependencies }: Report, ink: Ink): string {
  const { yellow, marks } = ink;
  if (skipped) return `${yellow(marks.warning)} STARTUP_DEPENDENCY_CHECK is off: nothing was looked at\n`;
  const rows = columns(dependencies.map((one) => rowOf(one, ink)));
  const lines = dependencies.flatMap(({ hint }, at) => [rows[at] ?? '', ...(hint ? [`  ${hint}`] : [])]);
  return [...lines, ...(ready ? [] : [endOf({ startsAnyway, dependencies }, ink)]), ''].join('\n');
}

function rowOf({ dependency, ready, seconds, attempts, detail }: Awaited, { green, red, dim, marks }: Ink): string[] {
  const time = ready ? `after ${inSeconds(seconds)}` : `${attempts === 1 ? 'one look' : `${attempts} looks`} in ${inSeconds(seconds)}`;
  return [`${ready ? green(marks.ok) : red(marks.failed)} ${dependency}`, time, ready ? dim(detail) : harmless(detail)];
}

function endOf({ startsAnyway, dependencies }: Pick<Report, 'startsAnyway' | 'dependencies'>, { red, yellow, marks }: Ink): string {
  const names = dependencies.flatMap(({ ready, dependency }) => (ready ? [] : [dependency]));
  const words = `missing: ${names.join(', ')}`;
  return startsAnyway
    ? `${yellow(marks.warning)} ${words}; started all the same, as STARTUP_FAIL_FAST says`
    : `${red(marks.failed)} ${words} (STARTUP_TIMEOUT_SECONDS gives them longer)`;
}
