import type { HistoryEntry, HistoryOptions, HistoryView } from '../contract/history.ts';
import type { History, Recorded, Version } from '../ledger/history.ts';

/** What the ledger has of a project, or of all. */
export async function historyView({ project, instance, limit }: HistoryOptions, { history }: { history: History }): Promise<HistoryView> {
  const names = project === undefined ? await history.projects() : [project];
  const versions = new Map<string, Version[]>();
  for (const name of names) versions.set(name, await history.versions(name));
  const choice = { ...(project === undefined ? {} : { project }), ...(instance === undefined ? {} : { instance }), limit };
  const records = await history.list(choice);
  return {
    projects: [...versions].map(([name, all]) => ({
      project: name,
      successes: all.reduce((sum, { successes }) => sum + successes, 0),
      failures: all.reduce((sum, { failures }) => sum + failures, 0),
      versions: all.map(({ number, contentHash, successes, failures, sinceTakenBack }) => ({
        ...{ version: `v${number}`, content_hash: contentHash, successes, failures },
        missing: Math.max(0, 10 * Math.max(1, sinceTakenBack.failures) - sinceTakenBack.successes),
      })),
    })),
    executions: records.map((recorded) => entryOf(recorded, versions)),
  };
}

function entryOf({ project, instance, record }: Recorded, versions: Map<string, Version[]>): HistoryEntry {
  const { timestamp, action, metrics, content_hash: hash, error, execution_uuid: uuid } = record;
  const version = versions.get(project)?.find(({ contentHash }) => contentHash === hash);
  return {
    ...{ project, instance, timestamp, action },
    ...(version ? { version: `v${version.number}` } : {}),
    ...(hash === undefined ? {} : { content_hash: hash }),
    ...(record.git ? { git: record.git } : {}),
    changes: (record.replaced ?? []).map(({ service, cause }) => `${service}: ${cause}`),
    result: metrics.success ? 'verified' : 'failed',
    ...(error === undefined ? {} : { error }),
    duration: metrics.startup_duration,
    execution_uuid: uuid,
  };
}
