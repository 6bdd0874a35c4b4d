import type { HistoryEntry, HistoryView, ProjectHistory } from '../../contract/history.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { age, inSeconds } from './seconds.ts';

interface Reading {
  now: number;
  ink: Ink;
  verbose: boolean;
}

/** The ratio of each project and version, then the executions; and what to type next. */
export function historyText({ projects, executions }: HistoryView, reading: Reading): { table: string; words: string } {
  const { ink } = reading;
  if (executions.length === 0) return { table: '', words: 'nothing is recorded yet: portside up is the first\n' };
  const ratios = projects.flatMap((project) => [...ratioLines(project, ink), '']);
  const rows = executions.map((entry) => rowOf(entry, projects.length > 1, reading));
  const newest = executions[0]?.execution_uuid ?? '';
  return { table: [...ratios, ...columns(rows), ''].join('\n'), words: `\nportside verify ${newest}  ${ink.dim('proves the newest')}\n` };
}

function ratioLines({ project, successes, failures, versions }: ProjectHistory, { bold, dim }: Ink): string[] {
  const rows = versions.map(({ version, successes: good, failures: bad, missing }) => [
    `  ${version}`,
    `${good}:${bad}`,
    dim(missing > 0 ? `${missing} more to 10:1` : '10:1 is reached'),
  ]);
  return [`${bold(project)}  ${successes}:${failures} ${dim('successes to failures')}`, ...columns(rows)];
}

function rowOf(entry: HistoryEntry, named: boolean, { now, ink }: Reading): string[] {
  const { version, changes, result, error, duration, execution_uuid: uuid, timestamp } = entry;
  const place = named ? `${entry.project}/${entry.instance}` : entry.instance;
  const said = error === undefined ? result : `${result}: ${error}`;
  return [age(timestamp, now), place, entry.action, version ?? '', changes.join('; '), said, inSeconds(duration), ink.dim(uuid)];
}
