import { currentLine } from '../../repair/line-edits.ts';
import type { Finding } from '../model/finding.ts';

/** A place in a mended copy, as a place in the file itself; lines that only the copy has become the nearest above. */
export function originalPlace<Some extends Pick<Finding, 'at'>>(
  finding: Some,
  mended: ReadonlyMap<string, string>,
  original: ReadonlyMap<string, string>,
): Some {
  const { at } = finding;
  const [copy, text] = at ? [mended.get(at.file), original.get(at.file)] : [];
  if (!at?.line || copy === undefined || text === undefined || copy === text) return finding;
  const [now, before] = [copy.split(/\r?\n/), text.split(/\r?\n/)];
  for (let line = at.line; line > 0; line--) {
    const found = currentLine(now, before, line);
    if (found !== undefined) return { ...finding, at: { ...at, line: Math.min(found + (at.line - line), before.length) } };
  }
  return finding;
}
