import { inBytes } from '../../contract/bytes.ts';
import type { Ended } from '../../contract/options.ts';
import type { ExecutionRecord } from '../../contract/record.ts';
import type { SnapshotVolume } from '../../contract/snapshot.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { harmless } from './width.ts';

/** What is said once volumes are copied, or are not. */
export function snapshotEnding(record: ExecutionRecord, ink: Ink): string {
  const { deployment, metrics, snapshot } = record;
  const name = `${deployment.project}/${deployment.instance_id}`;
  if (!metrics.success) return notDone(record, ink, snapshot ? [] : ['no snapshot was made']);
  return [
    `${ink.green(ink.marks.ok)} snapshot ${ink.bold(snapshot?.id ?? '')} of ${name} (${inSeconds(metrics.startup_duration)})`,
    ...(snapshot?.volumes ?? []).map((volume) => `  ${volumeWords(volume)}`),
    `  portside restore ${name} ${snapshot?.id ?? ''}  ${ink.dim('brings it back')}`,
    '',
  ].join('\n');
}

/** What is said once volumes are as they were, or are not. */
export function restoreEnding({ record, exit }: Pick<Ended, 'record' | 'exit'>, ink: Ink): string {
  const { deployment, metrics, snapshot } = record;
  const name = `${deployment.project}/${deployment.instance_id}`;
  if (!metrics.success) return notDone(record, ink, exit === 3 ? ['nothing was touched'] : []);
  const done = `${ink.green(ink.marks.ok)} ${name} has the data of snapshot ${ink.bold(snapshot?.id ?? '')} again`;
  return `${done}, and what ran before runs (${inSeconds(metrics.startup_duration)})\n`;
}

function volumeWords({ name, key, bytes, entries, compressed_bytes: compressed, held }: SnapshotVolume): string {
  const ways = held.map(({ service, by }) => `${service} ${by === 'stop' ? 'stopped' : 'quiesced'}`).join(', ');
  return `${key ?? name}: ${entries} files and folders, ${inBytes(bytes)}, ${inBytes(compressed)} compressed${ways ? `; ${ways}` : ''}`;
}

function notDone({ deployment, error, failure }: ExecutionRecord, { red, marks }: Ink, more: string[]): string {
  const problems = failure?.undo_problems ?? [];
  return [
    `${red(marks.failed)} ${deployment.project}/${deployment.instance_id}: ${harmless(error ?? 'it was not done')}`,
    ...(failure?.hint ? [`  ${failure.hint}`] : []),
    ...problems.map((problem) => `  ${harmless(problem)}`),
    ...more.map((line) => `  ${line}`),
    '',
  ].join('\n');
}
