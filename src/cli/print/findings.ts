import type { Ink } from './ink.ts';

/** What a rule found; `where` is a place in a file. */
export interface ShownFinding {
  severity: string;
  rule: string;
  message: string;
  where?: string;
  fix?: string;
  repairable?: true;
}

/** What was found, where, by which rule, and how to mend it. */
function findingLines({ severity, rule, message, where, fix }: ShownFinding, { red, yellow, dim, marks }: Ink): string[] {
  const mark = severity === 'error' ? red(marks.failed) : severity === 'warning' ? yellow(marks.warning) : dim(marks.note);
  return [`${mark} ${message}${where ? dim(`  ${where}`) : ''}${dim(`  ${rule}`)}`, ...(fix ? [`  ${fix}`] : [])];
}

/** All of them, and how to have those repaired that can be. */
export function findingsBlock(findings: readonly ShownFinding[], ink: Ink): string[] {
  const repairable = findings.filter((finding) => finding.repairable).length;
  const repairs = repairable > 0 ? [`  portside check --fix  ${ink.dim(`repairs ${repairable} of these`)}`] : [];
  return [...findings.flatMap((finding) => findingLines(finding, ink)), ...repairs];
}

/** Errors first, notes last. */
export function bySeverity<Finding extends ShownFinding>(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => ['error', 'warning', 'note'].indexOf(finding.severity);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
