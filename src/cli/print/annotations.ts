import { relative } from 'node:path';
import type { CheckReport, ReportedFinding } from '../../contract/check.ts';

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Workflow commands of GitHub Actions, which become annotations: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotations({ findings }: CheckReport, root: string): string {
  return findings.map((finding) => annotation(finding, root)).join('');
}

function annotation({ severity, rule, message, fix, file, line, column }: ReportedFinding, root: string): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(relative(root, file))}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    ...(column === undefined ? [] : [`col=${column}`]),
    `title=${property(rule)}`,
  ];
  return `::${commands[severity]} ${properties.join(',')}::${data(fix ? `${message}\n${fix}` : message)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
