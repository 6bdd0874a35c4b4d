import { isDeepStrictEqual } from 'node:util';
import { refuse } from '../refusal.ts';
import type { Path } from '../yaml/parsed.ts';
import { type ModelEdit, type Translated, asItStands } from './translated.ts';

/** A list of `KEY=value` where the model has a map: environment, labels, build arguments. `path` leads to the list. */
export function inKeyedList(list: unknown[], path: Path, edit: ModelEdit): Translated {
  const [key, ...deeper] = edit.path.slice(path.length);
  if (key === undefined || typeof key === 'number') return [asItStands(edit)];
  if (deeper.length > 0) return refuse(`${edit.path.join('.')} is a plain value`);
  const index = list.findIndex((item) => item === key || (typeof item === 'string' && item.startsWith(`${key}=`)));
  const item = list[index];
  switch (edit.edit) {
    case 'remove':
      return index < 0 ? [] : [{ write: 'remove', path: [...path, index] }];
    case 'rename': {
      if (typeof item !== 'string') return [];
      if (list.some((one) => typeof one === 'string' && one.split('=')[0] === edit.to)) return refuse(`${edit.to} is there already`);
      return [{ write: 'set', path: [...path, index], value: edit.to + item.slice(key.length) }];
    }
    case 'set': {
      if (typeof edit.value === 'object' && edit.value !== null) return refuse(`${edit.path.join('.')} is a plain value`);
      const written = edit.value === null || edit.value === undefined ? key : `${key}=${String(edit.value)}`;
      return [{ write: 'set', path: [...path, index < 0 ? list.length : index], value: written }];
    }
  }
}

/** A list of names where the model has a map of them: depends_on, networks. `each` is what such a name stands for. */
export function inListOfNames(list: unknown[], path: Path, each: Record<string, unknown>, edit: ModelEdit): Translated {
  const [name, ...deeper] = edit.path.slice(path.length);
  if (name === undefined || typeof name === 'number') return [asItStands(edit)];
  const index = list.indexOf(name);
  if (deeper.length === 0) {
    if (edit.edit === 'remove') return index < 0 ? [] : [{ write: 'remove', path: [...path, index] }];
    if (edit.edit === 'rename') {
      if (list.includes(edit.to)) return index < 0 ? [] : [{ write: 'remove', path: [...path, index] }];
      return index < 0 ? [] : [{ write: 'set', path: [...path, index], value: edit.to }];
    }
    const plain =
      edit.value === null || edit.value === undefined || isDeepStrictEqual(edit.value, each) || isDeepStrictEqual(edit.value, {});
    if (plain) return index < 0 ? [{ write: 'set', path: [...path, list.length], value: name }] : [];
  } else if (index < 0) return refuse(`${[...path, name].join('.')} is not there`);
  if (edit.edit !== 'set') return deeper.length > 0 ? [] : [asItStands(edit)];
  return [{ write: 'list-to-map', path, each }, asItStands(edit)];
}
