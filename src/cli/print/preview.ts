import type { Preview } from '../../contract/options.ts';
import { columns } from './columns.ts';
import { findingsBlock } from './findings.ts';
import type { Ink } from './ink.ts';

/** `--dry-run`: one line a step with its cause, then what would be looked at. */
export function previewText({ project, instance, steps, ports, probes, findings }: Preview, ink: Ink): string {
  const { bold, dim, marks } = ink;
  const section = (title: string, rows: string[][]) =>
    rows.length === 0 ? [] : ['', bold(title), ...columns(rows).map((row) => `  ${row}`)];
  return [
    `${bold(`${project}/${instance}`)} would be brought up like this; nothing was done`,
    ...section(
      'Ports',
      ports.map(({ name, port, target, service }) => [name, `${port} ${marks.arrow} ${service}:${target}`]),
    ),
    ...section(
      'Steps',
      steps.map(({ step, cause }) => [step, dim(cause)]),
    ),
    ...section(
      'Looks',
      probes.map(({ probe, cause }) => [probe, dim(cause)]),
    ),
    ...(steps.length === 0 ? ['', 'nothing has to change: it would be verified as it is'] : []),
    ...(findings.length > 0 ? ['', ...findingsBlock(findings, ink)] : []),
    '',
  ].join('\n');
}
