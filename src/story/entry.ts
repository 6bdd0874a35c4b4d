import type { Improvement } from '../contract/improvement.ts';
import type { HistoryEntry } from '../contract/history.ts';
import type { ExecutionRecord } from '../contract/record.ts';
import { resultOf } from '../deploy/model/record-result.ts';

/** What an instance was before an execution; undefined where it was nothing. */
export type Before = ExecutionRecord | 'unknown' | undefined;

/** One record as a line of the history. */
export function entryOf(record: ExecutionRecord, version: number | undefined, before: Before): HistoryEntry {
  const { deployment, timestamp, action, metrics, content_hash: hash, git, error, execution_uuid: uuid } = record;
  return {
    ...{ project: deployment.project, instance: deployment.instance_id, timestamp, action },
    ...(version === undefined ? {} : { version: `v${version}` }),
    ...(hash === undefined ? {} : { content_hash: hash }),
    ...(git ? { git } : {}),
    changes: changesOf(record, before),
    result: resultOf(record),
    ...(error === undefined ? {} : { error }),
    duration: metrics.startup_duration,
    execution_uuid: uuid,
  };
}

/** What changed and why, a sentence each. */
export function changesOf(record: ExecutionRecord, before: Before): string[] {
  const { action, metrics, replaced = [], brought_back: back, snapshot, graduation, checkpoint, improvement } = record;
  if (action === 'snapshot' || action === 'restore') return snapshot ? [`snapshot ${snapshot.id}`] : [];
  if (graduation) return [`graduated with ${graduation.successes}:${graduation.failures} as ${graduation.file}`];
  if (checkpoint) return [`stands for ${checkpoint.records} records that were removed`];
  if (improvement) return improvedBy(improvement);
  if (action === 'down') return [];
  const said = [
    ...(back === undefined ? [] : [`back to r${back}`]),
    ...replaced.map(({ service, cause }) => `${service}: ${cause}`),
    ...comingsAndGoings(record, before),
  ];
  if (said.length > 0) return said;
  if (!metrics.changed) return metrics.success ? ['nothing changed'] : [];
  if (!before) return ['first up'];
  return before !== 'unknown' && before.action === 'down' ? ['started again'] : ['started what did not run'];
}

/** What an agent's tries came to, each that was kept with what was said of it. */
function improvedBy({ agent, iterations, branch, merged }: Improvement): string[] {
  const kept = iterations.filter(({ verdict }) => verdict === 'kept' || verdict === 'done');
  const tries = `${agent}: ${iterations.length} ${iterations.length === 1 ? 'try' : 'tries'}, ${kept.length} kept`;
  return [
    tries,
    ...kept.flatMap(({ change, stat }) => [`${change ?? 'a change'}: ${stat}`]),
    ...(branch ? [merged ? `merged ${branch}` : `on ${branch}`] : []),
  ];
}

/** Services that were not there before, and those that are gone. */
function comingsAndGoings(record: ExecutionRecord, before: Before): string[] {
  const now = servicesOf(record);
  const then = before && before !== 'unknown' ? servicesOf(before) : [];
  if (now.length === 0 || then.length === 0) return [];
  const replaced = new Set(record.replaced?.map(({ service }) => service));
  return [
    ...now.filter((name) => !then.includes(name) && !replaced.has(name)).map((name) => `${name}: new`),
    ...then.filter((name) => !now.includes(name) && !replaced.has(name)).map((name) => `${name}: gone`),
  ];
}

function servicesOf({ deployment }: ExecutionRecord): string[] {
  return deployment.services.map(({ service }) => service);
}
