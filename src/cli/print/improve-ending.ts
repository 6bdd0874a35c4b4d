import type { ImproveEnded } from '../../contract/improve.ts';
import type { Improvement } from '../../contract/improvement.ts';
import { shellWord } from '../../contract/shell-word.ts';
import { diffText } from './diff.ts';
import { criterionLine } from './improve.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { harmless } from './width.ts';

const longestDiff = 200;

/** The verdict and what it cost; the diff, which is the result; what to type next. */
export function improveEnding(
  { record, improvement, diff, notes, exit }: ImproveEnded,
  ink: Ink,
  currentDirectory: string,
): Record<'before' | 'result' | 'after', string> {
  const { bold, green, red, dim, marks } = ink;
  const { status, reason, detail, criteria } = improvement;
  const head =
    exit === 0
      ? green(bold(`${marks.ok} ${harmless(detail)}`))
      : red(bold(`${marks.failed} ${status}, ${reason.replaceAll('_', ' ')}: ${harmless(detail)}`));
  const before = [
    '',
    head,
    ...criteria.map((one) => `  ${criterionLine(one, ink)}`),
    dim(`  ${spent(improvement, record.metrics.startup_duration)}`),
    '',
  ];
  const { directory } = record.deployment;
  const from = directory === currentDirectory ? '' : `cd ${shellWord(directory)} && `;
  const shown = notes.replace(`${currentDirectory}/`, '');
  return {
    before: `${before.join('\n')}\n`,
    result: diff === '' ? '' : `${shortened(diffText(diff.trimEnd(), ink), improvement)}\n`,
    after: `${['', ...next(improvement, from).map((line) => `  ${line}`), dim(`  notes: ${shown}`), dim(`  record: portside verify ${record.execution_uuid}`)].join('\n')}\n`,
  };
}

function spent({ iterations, tokens, dollars, waits }: Improvement, seconds: number): string {
  const waited = waits.reduce((sum, wait) => sum + wait.seconds, 0);
  return [
    `${iterations.length} iteration${iterations.length === 1 ? '' : 's'}`,
    inSeconds(seconds),
    ...(waited > 0 ? [`${inSeconds(waited)} of it waiting`] : []),
    ...(tokens > 0 ? [`${tokens} tokens`] : []),
    ...(dollars ? [`$${dollars.toFixed(2)}`] : []),
  ].join(', ');
}

function shortened(text: string, { branch, base }: Improvement): string {
  const lines = text.split('\n');
  if (lines.length <= longestDiff) return text;
  return [
    ...lines.slice(0, longestDiff),
    `and ${lines.length - longestDiff} lines more: git diff ${base.slice(0, 8)} ${branch ?? ''}`,
  ].join('\n');
}

/** What to type, each line from where the user is. */
function next({ branch, merged, reason, base }: Improvement, from: string): string[] {
  if (reason === 'needs_a_person' || reason === 'infrastructure' || reason === 'stopped')
    return [`go on with it: ${from}portside improve`, `drop it, and begin anew: ${from}portside improve --restart`];
  if (merged) return [`merged; bring it up: ${from}portside up`];
  if (!branch) return [reason === 'success' ? `bring it up: ${from}portside up` : `look closer: ${from}portside check; portside diagnose`];
  const kept = reason === 'success' ? 'take it over' : 'take over what was kept';
  return [
    `look at it: ${from}git diff ${base.slice(0, 8)} ${branch}`,
    `${kept}: ${from}git merge ${branch}`,
    `drop it: ${from}git branch -D ${branch}`,
  ];
}
