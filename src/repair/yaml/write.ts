import { isDeepStrictEqual } from 'node:util';
import { Refusal, refuse } from '../refusal.ts';
import { type WrittenEdit, edited } from './edit.ts';
import { type Parsed, dataOf, parseTexts } from './parsed.ts';
import { removeSplices } from './remove.ts';
import { listToMapSplices, moveSplices, renameSplices } from './reshape.ts';
import { setSplices } from './set.ts';
import { type Splice, spliced } from './splice.ts';

/**
 * Makes one edit in one document of a text. What comes out says what was asked for and nothing else differs, else the edit is refused:
 * a value that others share through an anchor is found out that way too.
 */
export function write(text: string, index: number, edit: WrittenEdit): string | Refusal {
  const parsed = parseTexts(text);
  if (parsed instanceof Refusal) return parsed;
  const document = parsed[index];
  if (!document) return refuse('there is no such document in the file');
  const before = parsed.map(dataOf);
  const wanted = before.map((data, at) => (at === index ? edited(data, edit) : data));
  if (isDeepStrictEqual(before, wanted)) return text;
  const splices = splicesOf(document, edit);
  if (splices instanceof Refusal) return splices;
  const written = spliced(text, splices);
  const again = parseTexts(written);
  if (again instanceof Refusal) return refuse(`${edit.path.join('.')} is written in a way that cannot be changed safely`);
  if (!isDeepStrictEqual(again.map(dataOf), wanted))
    return refuse(`${edit.path.join('.')} cannot be changed without changing something else${anchorIn(text)}`);
  return written;
}

function splicesOf(parsed: Parsed, edit: WrittenEdit): Splice[] | Refusal {
  switch (edit.write) {
    case 'set':
      return setSplices(parsed, edit.path, edit.value);
    case 'remove':
      return removeSplices(parsed, edit.path);
    case 'rename':
      return renameSplices(parsed, edit.path, edit.to);
    case 'list-to-map':
      return listToMapSplices(parsed, edit.path, edit.each);
    case 'move':
      return moveSplices(parsed, edit.path, edit.to);
  }
}

function anchorIn(text: string): string {
  return /(?:^|\s)[&*]\w/m.test(text) ? ': the file shares it through an anchor' : '';
}
