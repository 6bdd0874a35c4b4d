import type { Document } from 'yaml';
import { readText } from '../../system/read.ts';
import type { SourceMap } from '../model/draft.ts';
import { locate, locateVariable } from './locate.ts';
import { otherFiles, type FileGroup } from './other-files.ts';
import type { SourceDocument, Values } from './source-document.ts';
import { written } from './written.ts';

/** The project's files as they are written, so that a finding can say where, and a port which variable feeds it. */
export interface Sources extends SourceMap {
  documents: SourceDocument[];
}

/** Reads the files, and those that they include or extend; `instead` has texts that stand for some of them. What cannot be read is left for Compose to complain about. */
export async function readSources(files: string[], values: Values, instead: ReadonlyMap<string, string> = new Map()): Promise<Sources> {
  const documents = await readAll({ files, values }, new Set(), instead);
  return {
    documents,
    files: documents,
    syntaxErrors: documents.flatMap(syntaxErrors),
    locate: (path) => locate(documents, path),
    written: (path) => written(documents, path),
    locateVariable: (name) => locateVariable(documents, name),
  };
}

async function readAll({ files, values }: FileGroup, seen: Set<string>, instead: ReadonlyMap<string, string>): Promise<SourceDocument[]> {
  const fresh = [...new Set(files)].filter((file) => !seen.has(file));
  for (const file of fresh) seen.add(file);
  const documents = (await Promise.all(fresh.map((file) => readOne(file, values, instead.get(file))))).flat();
  const others = (await Promise.all(documents.map(otherFiles))).flat();
  // What a project's own file says wins over what it includes, and later documents win.
  const below: SourceDocument[] = [];
  for (const group of others) below.push(...(await readAll(group, seen, instead)));
  return [...below, ...documents];
}

async function readOne(file: string, values: Values, instead: string | undefined): Promise<SourceDocument[]> {
  const content = instead === undefined ? await readText(file) : { text: instead };
  if (typeof content === 'string') return [];
  const { text } = content;
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, merge: true, logLevel: 'silent' });
  return ('empty' in parsed ? [] : parsed).map((document) => ({ file, document, lines, text, data: dataOf(document), values }));
}

/** An alias without an anchor, or too many of them, shows only here. */
function dataOf(document: Document.Parsed): unknown {
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

function syntaxErrors({ document, file, lines }: SourceDocument): Sources['syntaxErrors'] {
  return document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { message: error.message.split(/ at line \d+/)[0] ?? error.message, at: { file, line, column: col } };
  });
}
