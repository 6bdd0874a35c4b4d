/** What a document holds of ours stands between these two lines; comments of HTML are not shown. */
const beginMarker = '<!-- portside:history -->';
const endMarker = '<!-- /portside:history -->';
const beginLine = /^\s*<!--\s*portside:history\s*-->\s*$/;
const endLine = /^\s*<!--\s*\/portside:history\s*-->\s*$/;

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
  const places = markersIn(lines);
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

function markersIn(lines: string[]): Marker[] {
  const found: Marker[] = [];
  let fence: string | undefined;
  for (const [at, line] of lines.entries()) {
    const inside = found.at(-1)?.is === 'begin';
    const [, mark] = /^\s{0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    // Between our own markers everything is ours, and no fence of it may hide the end.
    if (mark && !inside) fence = fence === undefined ? mark : closes(mark, fence, line) ? undefined : fence;
    else if (fence === undefined && beginLine.test(line)) found.push({ is: 'begin', line: at + 1 });
    else if (fence === undefined && endLine.test(line)) found.push({ is: 'end', line: at + 1 });
  }
  return found;
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
