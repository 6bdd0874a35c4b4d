import type { Ink } from './ink.ts';

/** What a rule found; `where` is a place in a file. */
export interface ShownFinding {
  severity: string;
  message: string;
  where?: string;
  fix?: string;
}

/** What was found, where, and how to mend it. */
export function findingLines({ severity, message, where, fix }: ShownFinding, { red, yellow, dim, marks }: Ink): string[] {
  const mark = severity === 'error' ? red(marks.failed) : severity === 'warning' ? yellow(marks.warning) : dim(marks.note);
  return [`${mark} ${message}${where ? dim(`  ${where}`) : ''}`, ...(fix ? [`  ${fix}`] : [])];
}

/** Errors first, notes last. */
export function bySeverity<Finding extends ShownFinding>(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => ['error', 'warning', 'note'].indexOf(finding.severity);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
