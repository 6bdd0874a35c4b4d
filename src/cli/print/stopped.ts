import { diagnosisLines } from './diagnosis.ts';
import type { UpEnding } from './ending.ts';
import { bySeverity, findingsBlock } from './findings.ts';
import type { Ink } from './ink.ts';

/** What stopped it, where, and how to mend it; nothing was touched. */
export function stoppedText({ record, error, findings }: UpEnding, ink: Ink): string {
  const { red, dim, marks } = ink;
  const said = bySeverity(findings).filter(({ severity }) => severity !== 'note');
  const hasReason = error !== undefined || !said.some(({ severity }) => severity === 'error');
  const reason = error?.message ?? record.error ?? 'it was stopped';
  // What check found stands below, each with its own reason and mend.
  const explained = error && record.diagnosis ? ['', ...diagnosisLines(record.diagnosis, ink).map((line) => `  ${line}`)] : [];
  return [
    ...(hasReason ? [`${red(marks.failed)} ${reason}`, ...(error?.hint && explained.length === 0 ? [`  ${error.hint}`] : [])] : []),
    ...explained,
    ...findingsBlock(said, ink),
    '',
    record.action === 'rollback'
      ? 'Stopped before anything was touched: what runs is what ran.'
      : 'Stopped before anything was touched: nothing was started, and no port stays leased.',
    ...(error ? [] : [`  portside check  ${dim('says all of it, with the reasons')}`]),
    dim(`execution ${record.execution_uuid}`),
    '',
  ].join('\n');
}
