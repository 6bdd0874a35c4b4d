import { resolve } from 'node:path';
import { interpolate, readPieces } from '../deploy/model/interpolation.ts';
import { type Giving, type Mention, nearestExpression, settled, settledExpression } from './expressions.ts';
import type { Mark } from './marks.ts';

export type Path = (string | number)[];

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

/** All values below, at any depth. */
export function restoredDeep(value: unknown, path: Path, restoring: Restoring): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return restored(value, path, restoring);
  if (Array.isArray(value)) return value.map((item: unknown, index) => restoredDeep(item, [...path, index], restoring));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restoredDeep(inner, [...path, key], restoring)]));
}

/** The file's own text where it comes to the same; one variable alone may have become a number, a truth value or a duration. */
function asWritten(leaf: Leaf, path: Path, { written, environment, giving, marks }: Restoring): string | undefined {
  const text = written(path);
  if (typeof text !== 'string' || !hasVariables(text)) return undefined;
  const same = escaped(interpolate(text, environment)) === String(leaf);
  const alone = readPieces(text).length === 1 && !marks.some((mark) => !mark.number && String(leaf).includes(mark.text));
  return same || alone ? settled(text, giving) : undefined;
}

export function hasVariables(text: unknown): text is string {
  return typeof text === 'string' && readPieces(text).some((piece) => 'variable' in piece);
}

function withoutMarks(leaf: Leaf, path: Path, { marks, mentions, giving, directory, home }: Restoring): Leaf {
  if (typeof leaf === 'boolean') return leaf;
  let text = String(leaf);
  for (const mark of marks) {
    const expression = () => settledExpression(nearestExpression(mark.variable, path, mentions), giving);
    if (mark.number) text = text.replaceAll(new RegExp(`(?<!\\d)${mark.text}(?!\\d)`, 'g'), expression);
    else if (text.includes(endOf(mark))) for (const form of formsOf(mark, directory, home)) text = text.replaceAll(form, expression);
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

/** Whether a mark is left: a value that Compose changed before it printed it. */
export function marksLeft(text: string, marks: readonly Mark[]): string[] {
  return marks.filter((mark) => !mark.number && text.includes(endOf(mark))).map(({ variable }) => variable);
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}
