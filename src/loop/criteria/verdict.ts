import type { CriterionResult } from '../../contract/improvement.ts';
import type { Criterion } from '../../contract/settings.ts';
import { countsIn, didNothing, ranOf } from './recognise.ts';

export type CommandCriterion = Extract<Criterion, { kind: 'command' }>;

/** A command that ended, or was ended. */
export interface Finished {
  exitCode: number;
  timedOut: boolean;
  /** Both streams, or the end of them. */
  output: string;
}

/** Whether a command shows what it is there to show: that it finished with 0 is not enough. `base` is how many tests it ran at the base commit. */
export function verdictOf(criterion: CommandCriterion, finished: Finished, base?: number): Omit<CriterionResult, 'name' | 'output'> {
  const counts = countsIn(finished.output);
  const ran = counts && ranOf(counts);
  const count = ran === undefined ? {} : { ran };
  const why = whyNot(criterion, finished, base);
  if (why !== undefined) return { held: false, detail: why, ...count };
  return {
    held: true,
    detail: counts ? `${counted(counts.passed)} passed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}` : 'it finished with 0',
    ...count,
  };
}

function whyNot(
  { ran: pattern, tests, timeoutMs = usualTimeoutMs }: CommandCriterion,
  { exitCode, timedOut, output }: Finished,
  base?: number,
): string | undefined {
  const counts = countsIn(output);
  const ran = counts && ranOf(counts);
  if (timedOut) return `it did not end within ${Math.round(timeoutMs / 1000)} s`;
  if (counts && counts.failed > 0) return `${counts.failed} of ${counted(ran ?? 0)} failed, and it finished with ${exitCode}`;
  if (exitCode !== 0) return ran === 0 ? `it ran no test, and finished with ${exitCode}` : `it finished with ${exitCode}`;
  if (counts && ran === 0) return counts.skipped > 0 ? `it ran no test: all ${counts.skipped} were skipped` : 'it ran no test';
  const idle = counts ? undefined : didNothing(output);
  if (idle !== undefined) return `it ran nothing: ${idle}`;
  if (ran === undefined && (tests ?? base ?? 0) > 0) return 'its output does not tell how many tests it ran';
  if (ran !== undefined && tests !== undefined && ran < tests) return `it ran ${counted(ran)}, and at least ${tests} are asked for`;
  if (ran !== undefined && base !== undefined && ran < base) return `it ran ${counted(ran)}, and ${base} at the base commit`;
  if (pattern !== undefined && !new RegExp(pattern, 'm').test(output)) return `nothing that it printed matches ${pattern}`;
  return undefined;
}

export const usualTimeoutMs = 600_000;

function counted(tests: number): string {
  return `${tests} ${tests === 1 ? 'test' : 'tests'}`;
}
