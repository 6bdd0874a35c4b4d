import type { Location, SourceMap, WrittenDocument } from '../../model/draft.ts';
import type { Repair } from '../../model/repair.ts';
import type { Explained } from './explained.ts';
import { isServiceKey } from './known-keys.ts';

type SyntaxError = SourceMap['syntaxErrors'][number];

/** Where a file is no YAML: most often because a tab indents it. */
export async function brokenYaml(
  { message, at }: SyntaxError,
  documents: readonly WrittenDocument[],
): Promise<Explained & { at: Location }> {
  const text = documents.find(({ file }) => file === at.file)?.text ?? '';
  const lines = text.split(/\r?\n/);
  const tabbed = lines.flatMap((line, index) => (/^ *\t/.test(line) && line.trim() !== '' ? [index] : []));
  const about = { cause: 'invalid-compose' as const, path: [] };
  const [first] = tabbed;
  if (first === undefined)
    return {
      ...about,
      at,
      message: `this is not valid YAML: ${message}`,
      fix: 'compare its indentation, quotes and brackets with the lines around it',
    };
  const repair = await withoutTabs(lines, tabbed, at.file);
  return {
    ...about,
    at: { file: at.file, line: first + 1, column: (lines[first]?.indexOf('\t') ?? 0) + 1 },
    message: `a tab indents ${tabbed.length > 1 ? `${tabbed.length} lines, this one first` : 'this line'}: YAML takes spaces only`,
    fix: 'put spaces in its place, as many as the lines around it have',
    ...(repair ? { repair } : {}),
    ...serviceAround(lines, first),
  };
}

/** The service below whose name a line stands, as its indentation tells. */
function serviceAround(lines: string[], index: number): { service?: string } {
  const above = lines.slice(0, index).toReversed();
  const name = above.map((line) => /^ +([\w.-]+):\s*(?:#.*)?$/.exec(line)).find((match) => match !== null);
  const section = above.find((line) => /^\S/.test(line) && !line.startsWith('#'));
  return name?.[1] && section?.startsWith('services:') && !isServiceKey(name[1]) ? { service: name[1] } : {};
}

/** Spaces for the tabs, as many as the neighbours have; only where that makes a sound file. */
async function withoutTabs(lines: string[], tabbed: number[], file: string): Promise<Repair | undefined> {
  const mended = [...lines];
  for (const index of tabbed) mended[index] = ' '.repeat(indentationFor(mended, lines, index)) + (lines[index] ?? '').trimStart();
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(mended.join('\n'), { merge: true, logLevel: 'silent' });
  if ('empty' in documents || documents.some(({ errors }) => errors.length > 0)) return undefined;
  return tabbed.map((index) => ({ edit: 'replace', file, line: index + 1, from: lines[index] ?? '', to: mended[index] ?? '' }));
}

function indentationFor(mended: string[], lines: string[], index: number): number {
  const next = lines.slice(index + 1).find((line) => line.trim() !== '');
  const before = mended.slice(0, index).findLast((line) => line.trim() !== '' && !line.trim().startsWith('#')) ?? '';
  const above = before.length - before.trimStart().length;
  const opens = /:\s*(?:#.*)?$/.test(before);
  if (next !== undefined && !/^ *\t/.test(next)) {
    const below = next.length - next.trimStart().length;
    // The line after it may belong to something further out.
    if (opens ? below > above : below === above) return below;
  }
  return opens ? above + stepOf(lines) : above;
}

function stepOf(lines: string[]): number {
  const indentations = lines.flatMap((line) => /^( +)\S/.exec(line)?.[1]?.length ?? []);
  return Math.min(...indentations, 8) === 8 && indentations.length === 0 ? 2 : Math.min(...indentations, 4);
}
