import { stripVTControlCharacters } from 'node:util';
import type { Counts } from './runners/counts.ts';
import { compiled } from './runners/compiled.ts';
import { javascript } from './runners/javascript.ts';
import { others } from './runners/others.ts';
import { python } from './runners/python.ts';

/** What ran, as the output of a command tells; undefined where it tells of no tests at all. The runner that says least is believed. */
export function countsIn(output: string): Counts | undefined {
  const text = stripVTControlCharacters(output).replaceAll('\r', '');
  const told = [...javascript, ...python, ...compiled, ...others].flatMap((recogniser) => recogniser(text) ?? []);
  return told.toSorted((a, b) => b.failed - a.failed || ranOf(a) - ranOf(b))[0];
}

/** Those that were skipped did not run. */
export function ranOf({ passed, failed }: Counts): number {
  return passed + failed;
}

/** A tool that says that it had nothing to do. */
export function didNothing(output: string): string | undefined {
  const text = stripVTControlCharacters(output);
  return /^.*(?:make(?:\[\d+\])?: (?:Nothing to be done for|[`'].*' is up to date)|task: Task ".*" is up to date|No tasks were executed|No projects matched the filters|No tests? (?:were )?(?:found|ran|to run)\b).*$/im
    .exec(text)?.[0]
    .trim();
}
