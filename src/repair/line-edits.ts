import { diffArrays } from 'diff';
import type { Edit } from '../deploy/model/repair.ts';
import { type Refusal, refuse } from './refusal.ts';

type LineEdit = Extract<Edit, { edit: 'replace' | 'insert-line' | 'remove-line' }>;

/** Makes an edit in any text. Its line numbers are those of `seen`, the text as it was when the fault was found. */
export function inLines(text: string, edit: LineEdit, seen: string): string | Refusal {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const lineNow = (line: number) => currentLine(seen.split(/\r?\n/), lines, line);
  switch (edit.edit) {
    case 'replace':
      return replaced(text, lines, edit, lineNow);
    case 'insert-line': {
      const ends = text === '' || text.endsWith('\n');
      const last = seen.split(/\r?\n/).length - (seen.endsWith('\n') || seen === '' ? 1 : 0);
      if (edit.line > last) {
        if (lines[lines.length - (ends ? 2 : 1)] === edit.text) return text;
        return ends ? `${text}${edit.text}${eol}` : `${text}${eol}${edit.text}`;
      }
      const at = lineNow(edit.line);
      if (at === undefined) return lines.includes(edit.text) ? text : refuse(`line ${edit.line} is another one by now`);
      if (lines[at - 1] === edit.text || lines[at - 2] === edit.text) return text;
      return wholeLines(text)
        .toSpliced(at - 1, 0, edit.text + eol)
        .join('');
    }
    case 'remove-line': {
      const at = lineNow(edit.line);
      if (at === undefined) return refuse(`line ${edit.line} is another one by now`);
      if (edit.text !== undefined && lines[at - 1] !== edit.text) return text;
      return wholeLines(text)
        .toSpliced(at - 1, 1)
        .join('');
    }
  }
}

/** Each with its own line end: a file may have several kinds. */
function wholeLines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function replaced(
  text: string,
  lines: string[],
  { line, from, to }: Extract<LineEdit, { edit: 'replace' }>,
  lineNow: (line: number) => number | undefined,
): string | Refusal {
  if (line === undefined) {
    if (to.includes(from) && text.split(to).length === text.split(from).length && text.includes(to)) return text;
    const [before = '', after, ...more] = text.split(from);
    if (after === undefined || more.length > 0)
      return to !== '' && text.includes(to) && after === undefined ? text : refuse(`${from} does not stand there just once`);
    return before + to + after;
  }
  // A line that an edit before has changed is looked for where it was.
  const at = lineNow(line) ?? line;
  const now = lines[at - 1];
  const [before = '', after, ...more] = now?.split(from) ?? [];
  // `from` may be a part of `to`, which stands there already once it is mended.
  if (now !== undefined && to.includes(from) && now.includes(to)) return text;
  if (after === undefined) return to !== '' && now?.includes(to) ? text : refuse(`line ${line} no longer says ${from}`);
  if (more.length > 0) return refuse(`${from} stands in line ${line} more than once`);
  const offset = text.split('\n', at - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return text.slice(0, offset) + before + to + after + text.slice(offset + (now?.length ?? 0));
}

/** Where a line stands by now, counted from 1; undefined where it was changed or is gone. */
export function currentLine(seen: string[], now: string[], line: number): number | undefined {
  let [old, current] = [0, 0];
  for (const { added, removed, count } of diffArrays(seen, now)) {
    if (!added && !removed && line <= old + count) return current + (line - old);
    if (removed && line <= old + count) return undefined;
    if (!added) old += count;
    if (!removed) current += count;
  }
  return undefined;
}
