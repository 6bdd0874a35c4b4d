import { resolve } from 'node:path';
import type { DocumentWritten, HistoryOptions } from '../contract/history.ts';
import type { HistoryStats } from '../contract/stats.ts';
import { recordedProjects } from '../ledger/recorded-projects.ts';
import { skim } from '../ledger/skim.ts';
import { documentAt, replaceDocument, unusable } from './document-file.ts';
import { figuresOf } from './figures/figures.ts';
import { isStatsPage, statsPage } from './page/page.ts';
import { type Place, whichRecords } from './which-projects.ts';

/** What the executions of a project, or of all, come to. Throws UserError. */
export async function historyStats({ project, instance }: Omit<HistoryOptions, 'limit'>, place: Place): Promise<HistoryStats> {
  const { projects, instance: only } = await whichRecords(project, instance, place);
  return place.database.read((sql) => {
    const choice = { ...(projects ? { projects } : {}), ...(only === undefined ? {} : { instance: only }) };
    return figuresOf(skim(sql, choice), projects ?? recordedProjects(sql));
  });
}

/** The same as one HTML file. One that is there is replaced where Portside wrote it. Throws UserError. */
export async function writeStatsPage(file: string, options: Omit<HistoryOptions, 'limit'>, place: Place): Promise<DocumentWritten> {
  const path = resolve(place.currentDirectory, file);
  const before = await documentAt(path);
  if (before !== undefined && before !== '' && !isStatsPage(before))
    throw unusable('document-foreign', `${path} is there, and Portside did not write it`, 'name another file, or remove that one first');
  const after = statsPage(await historyStats(options, place));
  if (after === before) return { file: path, change: 'none' };
  await replaceDocument(path, after);
  return { file: path, change: before === undefined ? 'created' : 'updated' };
}
