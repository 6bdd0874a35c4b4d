import { resolve } from 'node:path';
import { interpolate, readPieces } from '../deploy/model/interpolation.ts';
import { type Giving, type Mention, type Path, nearestExpression, settled, settledExpression } from './expressions.ts';
import type { Mark } from './marks.ts';

/** What leads from a value that Compose printed back to the variables in it. */
export interface Restoring {
  marks: readonly Mark[];
  mentions: readonly Mention[];
  giving: Giving;
  /** With which the marked model was resolved. */
  environment: Record<string, string>;
  /** What stands at a path of the files; an extended service's where the service itself says nothing. */
  written(path: Path): unknown;
  directory: string;
  home: string;
}

type Leaf = string | number | boolean;

/** A value of the marked model as the standing file writes it. */
export function restored(leaf: Leaf, path: Path, restoring: Restoring): Leaf {
  return asWritten(leaf, path, restoring) ?? withoutMarks(leaf, path, restoring);
}

/** All values below, at any depth. A key can only have a variable where a list says `key=value`: it is a list again. */
export function restoredDeep(value: unknown, path: Path, restoring: Restoring): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return restored(value, path, restoring);
  if (Array.isArray(value)) return value.map((item: unknown, index) => restoredDeep(item, [...path, index], restoring));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [String(withoutMarks(key, path, restoring)), restoredDeep(inner, [...path, key], restoring)] as const,
  );
  return asMapOrList(Object.keys(value), entries);
}

/** `before`: the keys as they are in the model. */
export function asMapOrList(before: readonly string[], entries: readonly (readonly [key: string, value: unknown])[]): unknown {
  if (entries.every(([key], place) => key === before[place])) return Object.fromEntries(entries);
  return entries.map(([key, value]) => (value === null ? key : `${key}=${String(value)}`));
}

/**
 * The file's own text where it comes to the same; one variable alone may have become a number, a truth value or a duration, and what is no item of a list,
 * for which files may have been joined, anything that Compose makes of it.
 */
function asWritten(leaf: Leaf, path: Path, { written, environment, giving, marks }: Restoring): string | undefined {
  const text = written(path);
  if (!hasVariables(text)) return undefined;
  if (escaped(interpolate(text, environment)) === String(leaf)) return settled(text, giving);
  const shown = marks.filter((mark) => isIn(String(leaf), mark));
  const [first, ...others] = readPieces(text);
  const own = first && 'variable' in first && others.length === 0 ? marks.find(({ variable }) => variable === first.variable) : undefined;
  const alone = first && 'variable' in first && others.length === 0 && (own ? shown.includes(own) : shown.length === 0);
  const changed = shown.length === 0 && !path.some((key) => typeof key === 'number');
  return alone || changed ? settled(text, giving) : undefined;
}

export function hasVariables(text: unknown): text is string {
  return typeof text === 'string' && readPieces(text).some((piece) => 'variable' in piece);
}

function withoutMarks(leaf: Leaf, path: Path, { marks, mentions, giving, directory, home }: Restoring): Leaf {
  if (typeof leaf === 'boolean') return leaf;
  let text = String(leaf);
  for (const mark of marks) {
    const expression = () => settledExpression(nearestExpression(mark.variable, path, mentions), giving);
    if (!isIn(text, mark)) continue;
    if (mark.number) text = text.replaceAll(new RegExp(`(?<!\\d)${mark.text}(?!\\d)`, 'g'), expression);
    else for (const form of formsOf(mark, directory, home)) text = text.replaceAll(form, expression);
  }
  return text === String(leaf) ? leaf : text;
}

/** A value at the beginning of a path was resolved by Compose. */
function formsOf({ text, value }: Mark, directory: string, home: string): string[] {
  const path = /^\.{1,2}(\/|$)/.test(value) ? [resolve(directory, text)] : [];
  const inHome = value.startsWith('~/') ? [home + text.slice(1)] : [];
  return [...path, ...inHome, escaped(text)];
}

function endOf({ text, value }: Mark): string {
  return text.slice(value.length);
}

/** Variables of which a mark is left: Compose changed their values before it printed them. */
export function marksLeft(text: string, marks: readonly Mark[]): string[] {
  return marks.filter((mark) => isIn(text, mark)).map(({ variable }) => variable);
}

function isIn(text: string, mark: Mark): boolean {
  return mark.number ? new RegExp(`(?<!\\d)${mark.text}(?!\\d)`).test(text) : text.includes(endOf(mark));
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}
