import type { HistoryOptions, HistoryView } from '../contract/history.ts';
import { usualRatio } from '../deploy/model/asked-ratio.ts';
import { newestRecords, recordBefore } from '../ledger/newest.ts';
import { recordedProjects } from '../ledger/recorded-projects.ts';
import { versionsOf } from '../ledger/versions.ts';
import type { Database } from '../system/database.ts';
import { entryOf } from './entry.ts';
import { projectHistory } from './project-history.ts';
import type { AskingPlace } from './asked-ratio.ts';
import { whichRecords } from './which-projects.ts';

/** What the ledger has of a project, or of all. Throws UserError. */
export async function historyView({ project, instance, limit }: HistoryOptions, place: AskingPlace): Promise<HistoryView> {
  const { projects, directory, instance: only } = await whichRecords(project, instance, place);
  const choice = { ...(projects ? { projects } : {}), ...(only === undefined ? {} : { instance: only }), limit };
  const names = projects ?? (await place.database.read(recordedProjects));
  const asked = new Map(await Promise.all(names.map(async (name) => [name, await place.asked(name)] as const)));
  return { ...(await seenAtOnce(place.database, choice, asked)), ...(directory === undefined ? {} : { directory }) };
}

/** In one transaction, so that the ratios are those of the executions below them. */
function seenAtOnce(
  database: Database,
  choice: { projects?: string[]; instance?: string; limit: number },
  asked: ReadonlyMap<string, number>,
): Promise<HistoryView> {
  return database.read((sql) => {
    const names = choice.projects ?? recordedProjects(sql);
    const versions = new Map(names.map((name) => [name, versionsOf(sql, name)]));
    const numbers = new Map(
      [...versions].map(([name, all]) => [name, new Map(all.map(({ contentHash, number }) => [contentHash, number]))]),
    );
    const executions = newestRecords(sql, choice).map((record) => {
      const number = numbers.get(record.deployment.project)?.get(record.content_hash ?? '');
      return entryOf(record, number, record.metrics.changed ? recordBefore(sql, record) : undefined);
    });
    return { projects: [...versions].map(([name, all]) => projectHistory(name, all, asked.get(name) ?? usualRatio)), executions };
  });
}
