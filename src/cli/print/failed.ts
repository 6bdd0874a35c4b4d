import type { ExecutionRecord, RecordedProbe } from '../../contract/record.ts';
import { columns } from './columns.ts';
import { diagnosisLines, isVague } from './diagnosis.ts';
import type { UpEnding } from './ending.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { harmless } from './width.ts';

/** What failed in which stage, the evidence, what was undone, and what to type next. */
export function failedText({ record, reference, kept, verbose, keepAsked }: UpEnding, ink: Ink): string {
  const { red, bold, dim, marks } = ink;
  const { deployment, metrics, failure } = record;
  const name = bold(`${deployment.project}/${deployment.instance_id}`);
  const { diagnosis } = record;
  const words = verbose || !diagnosis || isVague(diagnosis.cause) ? lastWords(record, ink) : [];
  const hint = !diagnosis && failure?.hint ? [failure.hint] : [];
  const evidence = [looks(record, ink), diagnosis ? diagnosisLines(diagnosis, ink) : [], words, hint].flatMap(section);
  return [
    `${red(marks.failed)} ${name} failed in ${failure?.stage ?? 'apply'} after ${inSeconds(metrics.startup_duration)}: ${record.error ?? 'no reason was given'}`,
    ...evidence,
    '',
    ...graduationGone(failure?.took_back, ink),
    ...(kept ? lookAround(reference, failure?.service, ink) : [...undone(record, reference, ink), ...nextTime(record, keepAsked, ink)]),
    '',
    dim(`execution ${record.execution_uuid}`),
    '',
  ].join('\n');
}

/** Ctrl-C. */
export function interruptedText({ record, reference }: UpEnding, ink: Ink): string {
  const { yellow, bold, dim, marks } = ink;
  const { deployment, metrics } = record;
  return [
    `${yellow(marks.warning)} ${bold(`${deployment.project}/${deployment.instance_id}`)} was interrupted after ${inSeconds(metrics.startup_duration)}`,
    ...undone(record, reference, ink),
    dim(`execution ${record.execution_uuid}`),
    '',
  ].join('\n');
}

/** Everything that was asked of the failing service, and what failed elsewhere. */
function looks({ probes, failure }: ExecutionRecord, ink: Ink): string[] {
  const shown = probes.filter(({ service, outcome }) => service === failure?.service || outcome === 'failed');
  return columns(shown.map((probe) => [markOf(probe, ink), probe.service, probe.kind, probe.target, harmless(probe.detail)]));
}

function markOf({ outcome }: RecordedProbe, { green, red, dim, marks }: Ink): string {
  return outcome === 'passed' ? green(marks.ok) : outcome === 'failed' ? red(marks.failed) : dim(marks.note);
}

function lastWords({ failure }: ExecutionRecord, { dim, marks }: Ink): string[] {
  if (!failure) return [];
  const { service = 'it', exit_code: code, logs } = failure;
  const ended = code === undefined ? '' : `${service} ended with exit code ${code}`;
  if (logs.length === 0) return failure.service || ended ? [ended ? `${ended}, and wrote nothing` : `${service} wrote nothing`] : [];
  return [`${ended ? `${ended}; its` : `${service}'s`} last lines:`, ...logs.map((line) => `${dim(marks.bar)} ${harmless(line)}`)];
}

function section(lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `  ${line}`)];
}

function undone({ failure }: ExecutionRecord, reference: string, ink: Ink): string[] {
  if (failure?.canary_waits) return ['Both versions go on as before, the new one with its share.'];
  const { red, marks } = ink;
  const problems = failure?.undo_problems ?? [];
  const before = oldVersion(failure?.old_version, reference, ink);
  if (problems.length === 0) return ['Undone: all that this attempt did was taken back, and nothing of it is left.', ...before];
  return [
    ...before,
    'Not everything could be undone:',
    ...problems.map((problem) => `${red(marks.failed)} ${harmless(problem)}`),
    `portside down ${reference} tries again`,
  ];
}

/** What ran before is what people have now: said loudly where it does not run. */
function oldVersion(
  seen: NonNullable<ExecutionRecord['failure']>['old_version'],
  reference: string,
  { red, green, bold, marks }: Ink,
): string[] {
  if (!seen) return [];
  if (seen.verified) return [`${green(marks.ok)} ${seen.detail}`];
  return [
    `${red(marks.failed)} ${bold(red(harmless(seen.detail)))}`,
    ...columns([
      [`  portside logs ${reference}`, 'what it says'],
      [`  portside rollback ${reference}`, 'goes back to the version before it'],
    ]),
  ];
}

/** Trust that was earned is lost with one failure; what was written for it belongs to whoever uses it. */
function graduationGone(took: NonNullable<ExecutionRecord['failure']>['took_back'], { yellow, dim, marks }: Ink): string[] {
  if (!took) return [];
  return [
    `${yellow(marks.warning)} This version had graduated: the failure takes that back, and its successes count anew from here.`,
    `  ${took.file} stays as it is, and says nothing of this ${dim(`(graduation ${took.graduation})`)}`,
    '',
  ];
}

function nextTime({ action, diagnosis, failure, execution_uuid: uuid }: ExecutionRecord, keepAsked: boolean, { dim }: Ink): string[] {
  if (failure?.canary_waits)
    return columns([
      ['  portside up --abort', dim('goes back to the old version')],
      ['  portside up --promote', dim('tries again')],
    ]);
  return columns([
    ...(diagnosis?.repairable ? [['  portside diagnose --fix', dim('mends what the diagnosis names')]] : []),
    ...(diagnosis ? [[`  portside diagnose ${uuid}`, dim('explains it again')]] : []),
    ...(action === 'up' && !keepAsked ? [['  portside up --keep', dim('would leave it for a look')]] : []),
  ]);
}

function lookAround(reference: string, service: string | undefined, { dim }: Ink): string[] {
  return [
    'Kept for a look, as --keep asks:',
    ...columns([
      [`  portside logs ${reference}${service ? ` ${service}` : ''}`, dim('what it says')],
      [`  portside exec ${reference} ${service ?? 'SERVICE'} -- sh`, dim('look inside')],
      [`  portside down ${reference}`, dim('take it down')],
    ]),
  ];
}
