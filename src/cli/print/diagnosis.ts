import { type Cause, causes } from '../../contract/cause.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Ink } from './ink.ts';
import { harmless } from './width.ts';

/** Why it failed, what shows it, what to do and where; each line as it is, to be indented by whoever prints it. */
export function diagnosisLines(
  { cause, summary, evidence, suggestion, at, patch, also }: Diagnosis,
  { bold, dim, cyan, marks }: Ink,
): string[] {
  return [
    `${bold('Why')}  ${harmless(summary)}`,
    `     ${dim(`${cause}: ${causes[cause]}`)}`,
    ...evidence.flatMap(({ from, text }) => quoted(from, text).map((line) => `     ${dim(marks.bar)} ${line}`)),
    `${bold('Do')}   ${harmless(suggestion)}`,
    ...(at ? [`${bold('At')}   ${cyan(at)}`] : []),
    ...(patch ? patch.split('\n').map((line) => `     ${harmless(line)}`) : []),
    ...(also.length > 0 ? [`${dim('Also')} ${dim(also.map((one) => harmless(one.summary)).join('; '))}`] : []),
  ];

  function quoted(from: string, text: string): string[] {
    const [first = '', ...others] = text.split('\n');
    return [`${dim(`${from}:`)} ${harmless(first)}`, ...others.map((line) => `  ${harmless(line)}`)];
  }
}

/** Those of which a program's own last lines say more than any rule. */
export function isVague(cause: Cause): boolean {
  return cause === 'crashed' || cause === 'unknown' || cause === 'healthcheck-failing' || cause === 'exits-at-once';
}
