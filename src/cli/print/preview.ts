import type { Preview, PreviewedReplacement } from '../../contract/preview.ts';
import { columns } from './columns.ts';
import { findingsBlock } from './findings.ts';
import type { Ink } from './ink.ts';

/** `--dry-run`: what becomes of each service, one line a step with its cause, then what would be looked at. */
export function previewText(seen: Preview, ink: Ink): string {
  const { project, instance, brings_back: back, replaced, stays, removed, edge, steps, ports, probes, findings } = seen;
  const { bold, dim, marks } = ink;
  const section = (title: string, rows: string[][]) =>
    rows.length === 0 ? [] : ['', bold(title), ...columns(rows).map((row) => `  ${row}`)];
  const rows = (some: Preview['steps']) => some.map(({ step, cause }) => [step, dim(cause)]);
  const leads = ({ port, service, target }: { port: number; service: string; target: number }) =>
    `${port} ${marks.arrow} ${service}:${target}`;
  return [
    `${bold(`${project}/${instance}`)} ${back === undefined ? 'would be brought up' : `would go back to r${back}`} like this; nothing was done`,
    ...section(
      'Ports',
      ports.map((port) => [port.name, leads(port)]),
    ),
    ...section('Services', [
      ...replaced.map((one) => [one.service, one.strategy, dim(remarks(one))]),
      ...removed.map((service) => [service, 'removed', dim('the file no longer names it')]),
      ...(replaced.length + removed.length > 0 ? stays.map((service) => [service, 'stays', dim('it is what the files say')]) : []),
    ]),
    ...section(
      'Edge',
      edge ? [[edge.server, [...edge.ports.map(leads), ...(edge.domain ? [`https://${edge.domain}`] : [])].join(', ')]] : [],
    ),
    ...section('Steps', rows(steps.filter((step) => !step.once_verified))),
    ...section('Once all of it is verified', rows(steps.filter((step) => step.once_verified))),
    ...section(
      'Looks',
      probes.map(({ probe, cause }) => [probe, dim(cause)]),
    ),
    ...(steps.length === 0 ? ['', 'nothing has to change: it would be verified as it is'] : []),
    ...(findings.length > 0 ? ['', ...findingsBlock(findings, ink)] : []),
    '',
  ].join('\n');
}

function remarks({ cause, behind_edge: behindEdge, not_rolling: why, before }: PreviewedReplacement): string {
  return [
    cause,
    ...(behindEdge ? ['the edge switches over'] : []),
    ...(why ? [`not rolling: ${why}`] : []),
    ...(before ? [`after \`${before.join(' ')}\``] : []),
  ].join('; ');
}
