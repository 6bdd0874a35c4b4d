import { dirname, resolve } from 'node:path';
import type { Document } from 'yaml';
import type { SourceMap } from '../model/draft.ts';
import { readText } from '../../system/read.ts';
import type { SourceDocument } from './source-document.ts';
import { locate, locateVariable } from './locate.ts';

/** The project's files as they are written, so that a finding can say where, and a port which variable feeds it. */
export interface Sources extends SourceMap {
  documents: SourceDocument[];
}

/** Reads the files, and those that they include or extend. What cannot be read is left for Compose to complain about. */
export async function readSources(files: string[]): Promise<Sources> {
  const documents = await readAll(files, new Set());
  return {
    documents,
    syntaxErrors: documents.flatMap(syntaxErrors),
    locate: (path) => locate(documents, path),
    locateVariable: (name) => locateVariable(documents, name),
  };
}

async function readAll(files: string[], seen: Set<string>): Promise<SourceDocument[]> {
  const fresh = [...new Set(files)].filter((file) => !seen.has(file));
  for (const file of fresh) seen.add(file);
  const documents = (await Promise.all(fresh.map(readOne))).flat();
  if (documents.length === 0) return documents;
  const others = documents.flatMap(({ file, data }) => otherFiles(data).map((other) => resolve(dirname(file), other)));
  // What a project's own file says wins over what it includes, and later documents win.
  return [...(await readAll(others, seen)), ...documents];
}

async function readOne(file: string): Promise<SourceDocument[]> {
  const content = await readText(file);
  if (typeof content === 'string') return [];
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const parsed = parseAllDocuments(content.text, { lineCounter: lines, merge: true, logLevel: 'silent' });
  return ('empty' in parsed ? [] : parsed).map((document) => ({ file, document, lines, text: content.text, data: dataOf(document) }));
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

function otherFiles(data: unknown): string[] {
  const included = [entry(data, 'include')].flat().flatMap((item) => [typeof item === 'string' ? item : entry(item, 'path')].flat());
  const extended = Object.values(Object(entry(data, 'services'))).map((service) => entry(entry(service, 'extends'), 'file'));
  return [...included, ...extended].filter((path) => typeof path === 'string' && !path.includes('$')) as string[];
}

function syntaxErrors({ document, file, lines }: SourceDocument): Sources['syntaxErrors'] {
  return document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { message: error.message.split(/ at line \d+/)[0] ?? error.message, at: { file, line, column: col } };
  });
}

function entry(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
