import { resolve } from 'node:path';
import type { DocumentWritten, HistoryOptions } from '../contract/history.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { rewriteFile } from '../system/files.ts';
import { pathKind } from '../system/read.ts';
import { readRewritable } from '../system/rewrite.ts';
import { betweenMarkers } from './between-markers.ts';
import { evolutionOf, nothingYet } from './evolution.ts';
import { historyMarkdown } from './markdown.ts';
import { type Place, oneProject } from './which-projects.ts';

/** A project's metrics and evolution as Markdown; before its first deployment too. Throws UserError, also where several projects could be meant. */
export async function historyDocument({ project, limit }: HistoryOptions, place: Place): Promise<string> {
  const name = await oneProject(project, place);
  return historyMarkdown(name === undefined ? nothingYet : await place.database.read((sql) => evolutionOf(sql, name, limit)));
}

/** The same, between two markers of a document; all else in it stays as it is. Throws UserError. */
export async function writeHistory(file: string, options: HistoryOptions, place: Place): Promise<DocumentWritten> {
  const path = resolve(place.currentDirectory, file);
  const block = await historyDocument(options, place);
  const before = await contentOf(path);
  const after = betweenMarkers(before ?? '', block);
  if (typeof after !== 'string')
    throw unusable(
      'markers-unclear',
      `${path}:${after.line}: ${after.problem}`,
      'leave one pair of markers, or none: then they are appended',
    );
  if (after === before) return { file: path, change: 'none' };
  await rewriteFile(path, after).catch((error: unknown) => {
    throw unusable(
      'document-unwritable',
      `${path} cannot be written: ${String(error instanceof Error ? error.message : error)}`,
      folderHint,
    );
  });
  return { file: path, change: before === undefined ? 'created' : 'updated' };
}

const folderHint = 'it is replaced as a whole, so its folder has to be there and be writable too';

async function contentOf(path: string): Promise<string | undefined> {
  if ((await pathKind(path)) === 'missing') return undefined;
  const content = await readRewritable(path);
  if (content) return content.text;
  throw unusable('document-unreadable', `${path} cannot be read as text`, 'it has to be a file in UTF-8 that you may read: ls -l');
}

function unusable(code: string, message: string, hint: string): UserError {
  return new UserError({ code, exit: exitCode.usage, message, hint });
}
