/** What a document holds of ours stands between these two lines; comments of HTML are not shown. */
const beginMarker = '<!-- portside:history -->';
const endMarker = '<!-- /portside:history -->';
const beginLine = /^ {0,3}<!--\s*portside:history\s*-->\s*$/;
const endLine = /^ {0,3}<!--\s*\/portside:history\s*-->\s*$/;

/** Why a document is not touched, and in which line (from 1). */
export interface Unclear {
  line: number;
  problem: string;
}

/**
 * The document with `block` between its markers, and all else as it is, to the byte. A document without markers gets them at its end.
 * What stands in fenced code is an example, and no marker.
 */
export function betweenMarkers(text: string, block: string): string | Unclear {
  const lines = text.split(/(?<=\n)/);
  const { places, unclosed } = markersIn(lines);
  if (unclosed !== undefined)
    return { line: unclosed, problem: 'fenced code begins there and never ends, so that nobody can tell what is a marker' };
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const ours = block.split('\n').map((line) => line + newline);
  const [first, second, ...others] = places;
  if (!first) return [text, spaceAfter(text, newline), beginMarker, newline, ...ours, endMarker, newline].join('');
  if (first.is === 'end') return { line: first.line, problem: `${endMarker} stands there, and no ${beginMarker} before it` };
  if (!second) return { line: first.line, problem: `${beginMarker} stands there, and no ${endMarker} after it` };
  if (second.is === 'begin') return { line: second.line, problem: `${beginMarker} stands there again, before any ${endMarker}` };
  const [third] = others;
  if (third) return { line: third.line, problem: `there are markers again, after those of line ${first.line}` };
  return [...lines.slice(0, first.line), ...ours, ...lines.slice(second.line - 1)].join('');
}

interface Marker {
  is: 'begin' | 'end';
  line: number;
}

/** CommonMark's fence: less than four blanks before it, or the marks of lists; what stands behind one of backticks has none. */
const fenceLine = /^(?: {0,3}(?:[-*+]|\d{1,9}[.)]) +)* {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

function markersIn(lines: string[]): { places: Marker[]; unclosed?: number } {
  const places: Marker[] = [];
  let open: { mark: string; line: number } | undefined;
  for (const [at, line] of lines.entries()) {
    const inside = places.at(-1)?.is === 'begin';
    const [, mark] = fenceLine.exec(line) ?? [];
    // Between our own markers everything is ours, and no fence of it may hide the end.
    if (open) open = mark && closes(mark, open.mark, line) ? undefined : open;
    else if (mark && !inside) open = { mark, line: at + 1 };
    else if (beginLine.test(line)) places.push({ is: 'begin', line: at + 1 });
    else if (endLine.test(line)) places.push({ is: 'end', line: at + 1 });
  }
  return { places, ...(open ? { unclosed: open.line } : {}) };
}

/** CommonMark: the same character, at least as often, and nothing behind it. */
function closes(mark: string, fence: string, line: string): boolean {
  return mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark;
}

/** An empty line between what was there and what is appended. */
function spaceAfter(text: string, newline: string): string {
  if (text === '') return '';
  return text.endsWith('\n') ? newline : newline + newline;
}
