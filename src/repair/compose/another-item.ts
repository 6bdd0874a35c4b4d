import { isDeepStrictEqual } from 'node:util';
import type { Edit } from '../../deploy/model/repair.ts';
import type { ProjectTexts } from '../project-texts.ts';
import { Refusal } from '../refusal.ts';
import { type Path, dataOf, parseTexts } from '../yaml/parsed.ts';

/** Whether the item of a list that an edit counts to is another one by now: an edit before has changed the list. */
export function isOfAnotherItem(edit: Edit, { compose, texts }: ProjectTexts, now: ReadonlyMap<string, string>): boolean {
  if (!('path' in edit) || typeof edit.path === 'string') return false;
  const at = edit.path.findIndex((key) => typeof key === 'number');
  if (at < 0) return false;
  const item = edit.path.slice(0, at + 1);
  return compose.some(({ file }) => {
    const [before, after] = [texts.get(file), now.get(file)];
    return before !== after && !isDeepStrictEqual(itemsIn(before, item), itemsIn(after, item));
  });
}

function itemsIn(text: string | undefined, path: Path): unknown[] {
  const documents = parseTexts(text ?? '');
  if (documents instanceof Refusal) return [];
  return documents.map((parsed) => path.reduce<unknown>((value, key) => Object(value)[key], dataOf(parsed)));
}
