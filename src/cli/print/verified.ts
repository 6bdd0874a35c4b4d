import type { ConnectLine } from '../../contract/options.ts';
import type { Endpoint, RecordedProbe } from '../../contract/record.ts';
import { mainEndpoint } from '../main-endpoint.ts';
import { columns } from './columns.ts';
import type { EndingText, Inks, UpEnding } from './ending.ts';
import { bySeverity, findingsBlock } from './findings.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { stageTimes } from './stage-times.ts';
import { harmless } from './width.ts';

/** What runs, where to reach it, what is worth knowing, and what to type next. */
export function verifiedText(ending: UpEnding, { words, result }: Inks): EndingText {
  const { record, findings, verbose } = ending;
  const told = bySeverity(findings).filter(({ severity }) => verbose || severity !== 'note');
  const remarks = [...findingsBlock(told, words), ...record.probes.flatMap((probe) => unprobed(probe, words))];
  const after = [
    ...(remarks.length > 0 ? ['', ...remarks] : []),
    ...connectBlock(ending.connect ?? []),
    '',
    ...nextCommands(ending, words),
    '',
    words.dim(`execution ${record.execution_uuid}`),
    ...(verbose ? [words.dim(stageTimes(record.metrics.stages))] : []),
    '',
  ];
  const space = record.deployment.endpoints.length > 0 ? '\n' : '';
  return {
    before: `${headline(ending, words)}\n${space}`,
    result: endpointBlock(record.deployment.endpoints, result),
    after: after.join('\n'),
  };
}

function headline({ record, changed }: UpEnding, { green, bold, marks }: Ink): string {
  const { deployment, metrics, revision, brought_back: back } = record;
  const name = bold(`${deployment.project}/${deployment.instance_id}`);
  const time = inSeconds(metrics.startup_duration);
  if (back !== undefined) return `${green(marks.ok)} ${name} is back to r${back}, as r${revision}, and verified in ${time}`;
  if (changed) return `${green(marks.ok)} ${name} is up and verified in ${time}${revision === undefined ? '' : `, as r${revision}`}`;
  return `${green(marks.ok)} ${name} was found running: verified again in ${time}, nothing changed`;
}

function endpointBlock(endpoints: Endpoint[], { cyan }: Ink): string {
  return columns(endpoints.map(({ name, url }) => [`  ${name}`, cyan(url)]))
    .map((row) => `${row}\n`)
    .join('');
}

/** The project's own words for how to use it: whoever reads them may copy them as they stand. */
function connectBlock(lines: ConnectLine[]): string[] {
  return lines.length === 0 ? [] : ['', 'Try it:', ...columns(lines.map(({ name, line }) => [`  ${harmless(name)}`, harmless(line)]))];
}

/** What cannot be looked at is not called healthy. */
function unprobed({ outcome, service, target, detail }: RecordedProbe, { dim, marks }: Ink): string[] {
  return outcome === 'unprobed' ? [`${dim(marks.note)} ${service}: ${target} is not probed (${detail})`] : [];
}

function nextCommands({ reference, record, started }: UpEnding, { dim }: Ink): string[] {
  const { deployment, replaced = [], brought_back: back } = record;
  const first = mainEndpoint(deployment.endpoints);
  const rows = [
    ...(first ? [[`  portside url ${reference} ${first.name}`, dim('its address, for a script')]] : []),
    [`  portside logs ${reference} -f`, dim('what it says')],
    ...(back === undefined ? [] : [['  portside up', dim('brings what the files say now')]]),
    ...(!started && back === undefined && replaced.length > 0
      ? [[`  portside rollback ${reference}`, dim('back to what ran before')]]
      : []),
    [`  portside down ${reference}`, dim('take it down')],
  ];
  return columns(rows);
}
