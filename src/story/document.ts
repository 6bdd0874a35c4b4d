import { resolve } from 'node:path';
import type { DocumentWritten, HistoryOptions } from '../contract/history.ts';
import { betweenMarkers } from './between-markers.ts';
import { documentAt, replaceDocument, unusable } from './document-file.ts';
import { type Evolution, evolutionOf, nothingYet } from './evolution.ts';
import { historyMarkdown } from './markdown.ts';
import type { AskingPlace } from './asked-ratio.ts';
import { oneProject } from './which-projects.ts';

/** A project's metrics and evolution as Markdown; before its first deployment too. Throws UserError, also where several projects could be meant. */
export async function historyDocument({ project, limit }: HistoryOptions, place: AskingPlace): Promise<string> {
  const name = await oneProject(project, place);
  return historyMarkdown(await evolution(name, limit, place));
}

async function evolution(project: string | undefined, limit: number, { database, asked: askedBy }: AskingPlace): Promise<Evolution> {
  if (project === undefined) return nothingYet;
  const asked = await askedBy(project);
  return database.read((sql) => evolutionOf(sql, project, { limit, asked }));
}

/** The same, between two markers of a document; all else in it stays as it is. Throws UserError. */
export async function writeHistory(file: string, options: HistoryOptions, place: AskingPlace): Promise<DocumentWritten> {
  const path = resolve(place.currentDirectory, file);
  const block = await historyDocument(options, place);
  const before = await documentAt(path);
  const after = betweenMarkers(before ?? '', block);
  if (typeof after !== 'string')
    throw unusable(
      'markers-unclear',
      `${path}:${after.line}: ${after.problem}`,
      'end every fence, and leave one pair of markers, or none: then they are appended',
    );
  if (after === before) return { file: path, change: 'none' };
  await replaceDocument(path, after);
  return { file: path, change: before === undefined ? 'created' : 'updated' };
}
