import { relative } from 'node:path';
import type { CheckReport, ReportedFinding } from '../../contract/check.ts';
import type { Ink } from './ink.ts';
import { harmless } from './width.ts';

export interface CheckTextOptions {
  currentDirectory: string;
  verbose: boolean;
  quiet: boolean;
  /** What to type to have it repaired. */
  fixCommand: string;
  upCommand: string;
}

const headings = [
  ['error', 'Errors', 'they stop portside up'],
  ['warning', 'Warnings', 'probably wrong'],
  ['note', 'Notes', 'worth knowing'],
] as const;

/** What was found, the worst first: what it is, where, why it matters and what to do; then what to type. */
export function checkText(report: CheckReport, options: CheckTextOptions, ink: Ink): string {
  const groups = headings.flatMap(([severity, title, words]) => {
    const found = report.findings.filter((finding) => finding.severity === severity);
    if (found.length === 0 || (options.quiet && severity === 'note')) return [];
    const told = new Set<string>();
    return [`${ink.bold(title)} ${ink.dim(words)}`, ...found.flatMap((finding) => findingText(finding, told, options, ink)), ''];
  });
  if (options.quiet) return groups.map((line) => `${line}\n`).join('');
  return [...groups, ...ending(report, options, ink), ''].join('\n');
}

/** Why a rule matters is said once. */
function findingText(
  finding: ReportedFinding,
  told: Set<string>,
  { currentDirectory }: CheckTextOptions,
  { red, yellow, dim, marks }: Ink,
): string[] {
  const { severity, rule, message, why, fix, repairable, not_repaired: left } = finding;
  const mark = severity === 'error' ? red(marks.failed) : severity === 'warning' ? yellow(marks.warning) : dim(marks.note);
  const [first = '', ...more] = message.split('\n').map(harmless);
  const where = placeText(finding, currentDirectory);
  const explained = why && !told.has(rule) ? [dim(`    ${why}`)] : [];
  told.add(rule);
  return [
    `${mark} ${first}${where ? dim(`  ${where}`) : ''}`,
    ...more.map((line) => `    ${line}`),
    ...explained,
    ...(fix ? fix.split('\n').map((line) => `    ${harmless(line)}`) : []),
    dim(`    ${rule}${repairable ? ': portside check --fix repairs it' : left ? `: not repaired, ${left}` : ''}`),
  ];
}

/** `file:line:column`, as one would type the file. */
function placeText({ file, line, column }: ReportedFinding, currentDirectory: string): string | undefined {
  if (file === undefined) return undefined;
  const near = relative(currentDirectory, file);
  return [near.startsWith('../..') ? file : near, line, column].filter((part) => part !== undefined).join(':');
}

function ending(report: CheckReport, { verbose, fixCommand, upCommand }: CheckTextOptions, { green, dim, marks, bold }: Ink): string[] {
  const { counts, switched_off: off, not_checked: notChecked, project } = report;
  const left = notChecked.map((what) => `${dim(marks.note)} not checked: ${harmless(what)}`);
  const reasons = verbose
    ? off.map(({ rule, reason, services }) => dim(`  ${rule}${services ? ` for ${services.join(', ')}` : ''}: ${reason}`))
    : [];
  const none = counts.errors + counts.warnings + counts.notes === 0;
  const summary = none
    ? `${green(marks.ok)} ${bold(project)}: nothing was found that is wrong`
    : `${bold(project)}: ${summaryOf(report, fixCommand)}`;
  const offLine =
    off.length > 0
      ? [dim(`${counted(off.length, 'rule')} switched off in x-portside.check${verbose ? ':' : ' (--verbose says why)'}`)]
      : [];
  const next = counts.errors === 0 ? `  ${upCommand}  ${dim('starts it')}` : undefined;
  const explain = report.findings[0]
    ? `  portside check --explain ${report.findings[0].rule}  ${dim('what a rule means, and how to switch it off')}`
    : undefined;
  return [...left, summary, ...offLine, ...reasons, ...[next, explain].flatMap((line) => line ?? [])];
}

/** `2 errors, 3 warnings, 5 notes; 4 can be repaired: portside check --fix`. */
function summaryOf({ counts }: CheckReport, fixCommand: string): string {
  const found = [counted(counts.errors, 'error'), counted(counts.warnings, 'warning'), counted(counts.notes, 'note')].join(', ');
  return counts.repairable > 0 ? `${found}; ${counts.repairable} can be repaired: ${fixCommand}` : found;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
