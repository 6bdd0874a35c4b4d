import type { ComposeText, ProjectTexts } from '../project-texts.ts';
import { isInside } from '../project-texts.ts';
import { Refusal, refuse } from '../refusal.ts';
import { type Parsed, type Path, dataOf, nodeAt, parseTexts } from '../yaml/parsed.ts';
import { translate } from './translate.ts';
import type { ModelEdit, Translated } from './translated.ts';

/** One YAML document of the project, and what an edit would be in it. */
export interface Place {
  source: ComposeText;
  /** Which document of its file. */
  index: number;
  parsed: Parsed;
  data: unknown;
  edits: Translated;
}

/** Where an edit of the model is to be made: in the last document that writes it, else where its neighbours stand. `done` where nothing is left of it to do. */
export function placeOf(edit: ModelEdit, project: ProjectTexts, relative: (path: string) => string): Place | Refusal | 'done' {
  const places = placesOf(edit, project, relative);
  if (places instanceof Refusal) return places;
  const lists = places.filter(({ data }) => writesItem(edit.path, data));
  if (lists.length > 1) return refuse(`${edit.path.slice(0, 3).join('.')} is put together from ${lists.length} places`);
  if (lists.some(({ data }) => hasRangeBefore(edit.path, data)))
    return refuse(`${edit.path.slice(0, 3).join('.')} has ranges, so its items are not those of the model`);
  const writing = places.findLast((place) => place.source.role !== 'extended' && isWritten(place));
  if (writing) return isChangeable(writing, project) ? writing : refuse(`it stands in ${writing.source.file}, outside of the project`);
  const lent = places.find((place) => place.source.role === 'extended' && isWritten(place));
  if (edit.edit === 'remove' && !lent && !places.some(({ data }) => valueAt(data, edit.path) !== undefined)) return 'done';
  if (edit.edit === 'rename' && !lent && places.some(isRenamed(edit))) return 'done';
  const [list] = lists;
  const isNext = edit.edit === 'set' && edit.path.at(-1) === lengthOf(list && listOf(edit.path, list.data)) && edit.path.length === 4;
  if (isNext && list && list.source.role !== 'extended' && isChangeable(list, project)) return list;
  const isFirst = edit.edit === 'set' && edit.path.at(-1) === 0 && edit.path.length === 4 && !list;
  if (edit.edit !== 'set' || (typeof edit.path.at(-1) === 'number' && !isFirst)) {
    const where = lent ? `it stands in ${lent.source.file}, which others may extend too` : `${edit.path.join('.')} is nowhere written`;
    return refuse(where);
  }
  const homes = places.filter((place) => place.source.role !== 'extended' && isChangeable(place, project));
  const deepest = Math.max(-1, ...homes.map(depthOf(edit.path)));
  const home = homes.find((place) => depthOf(edit.path)(place) === deepest && (place.source.role === 'main' || deepest > 1));
  const ofService = edit.path[0] === 'services';
  if (!home || (ofService && edit.path.length > 2 && deepest < 2))
    return refuse(`${edit.path.slice(0, 2).join('.')} is nowhere written that Portside may change`);
  return home;
}

function placesOf(edit: ModelEdit, { compose, texts }: ProjectTexts, relative: (path: string) => string): Place[] | Refusal {
  const places: Place[] = [];
  for (const source of compose) {
    const text = texts.get(source.file);
    if (text === undefined) continue;
    const documents = parseTexts(text);
    if (documents instanceof Refusal) return refuse(`${source.file}: ${documents.reason}`);
    for (const [index, parsed] of documents.entries()) {
      const data = dataOf(parsed);
      places.push({ source, index, parsed, data, edits: translate(data, edit, relative) });
    }
  }
  return places;
}

function isChangeable({ source }: Place, { directory }: ProjectTexts): boolean {
  return isInside(source.file, directory);
}

/** Written there itself, not by way of an alias or a merge key. */
function isWritten({ edits, parsed }: Place): boolean {
  if (edits instanceof Refusal) return true;
  const [first] = edits;
  return first !== undefined && nodeAt(parsed, first.path) !== undefined;
}

/** The new name is there, in whatever form, and the old one is not. */
function isRenamed({ path, to }: Extract<ModelEdit, { edit: 'rename' }>): (place: Place) => boolean {
  return ({ data }) => {
    const siblings = valueAt(data, path.slice(0, -1));
    if (Array.isArray(siblings)) return siblings.some((item) => item === to || String(item).startsWith(`${to}=`));
    return valueAt(siblings, [to]) !== undefined;
  };
}

function depthOf(path: Path): (place: Place) => number {
  return ({ parsed }) => {
    let depth = 0;
    while (depth < path.length && nodeAt(parsed, path.slice(0, depth + 1)) !== undefined) depth++;
    return depth;
  };
}

/** An item of a list is counted through all the files that have a part of the list. */
function writesItem(path: Path, data: unknown): boolean {
  const list = listOf(path, data);
  return path[0] === 'services' && typeof path[3] === 'number' && Array.isArray(list) && list.length > 0;
}

/** Compose makes several ports of one range. */
function hasRangeBefore(path: Path, data: unknown): boolean {
  const list = listOf(path, data);
  return (
    path[2] === 'ports' &&
    Array.isArray(list) &&
    list.slice(0, Number(path[3]) + 1).some((port) => /\d-\d/.test(String(Object(port)['published'] ?? port)))
  );
}

function lengthOf(list: unknown): number | undefined {
  return Array.isArray(list) ? list.length : undefined;
}

function listOf(path: Path, data: unknown): unknown {
  return valueAt(data, path.slice(0, 3));
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], data);
}
