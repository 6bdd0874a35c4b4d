import type { WrittenFile } from '../deploy/model/draft.ts';
import { type Piece, mentionedVariables, readPieces } from '../deploy/model/interpolation.ts';

export type Path = (string | number)[];
export type Expression = Exclude<Piece, { text: string }>;

/** A variable where the files mention it. */
export interface Mention {
  expression: Expression;
  path: Path;
}

/** What variables are to say in the standing file, where it is not what the project's file says. */
export interface Giving {
  /** Variable → the leased port that it stands for by default. */
  leased: Record<string, string>;
  /** What INSTANCE_ID was. */
  instance: string;
  /** Variable → what is told where nobody gives it a value. */
  required: Record<string, string>;
}

/** Every mention in the files, with the path that leads to it. */
export function mentionsIn(files: readonly WrittenFile[]): Mention[] {
  return files
    .flatMap(({ data }) => textsIn(data, []))
    .flatMap(({ text, path }) => mentionedVariables(text).map((expression) => ({ expression, path })));
}

function textsIn(data: unknown, path: Path): { text: string; path: Path }[] {
  if (typeof data === 'string') return data.includes('$') ? [{ text: data, path }] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => textsIn(value, [...path, Array.isArray(data) ? Number(key) : key]));
}

/** A text as it is written, with each variable saying what it is to say from now on. */
export function settled(text: string, giving: Giving): string {
  return readPieces(text)
    .map((piece) => ('text' in piece ? piece.text.replaceAll('$', '$$$$') : settledExpression(piece, giving)))
    .join('');
}

export function settledExpression({ variable, operator, operand }: Expression, giving: Giving): string {
  const { leased, required, instance } = giving;
  const own = (inside: string) => `\${${variable}${inside}}`;
  if (operator.endsWith('+')) return own(operator + settled(operand, giving));
  if (leased[variable] !== undefined) return own(`:-${leased[variable]}`);
  if (operator.endsWith('?')) return own(operator + operand);
  if (required[variable] !== undefined) return own(`:?${required[variable]}`);
  if (variable === 'INSTANCE_ID' && operator === '') return own(`:-${instance}`);
  return own(operator + settled(operand, giving));
}

/** As the mention says it whose path is the nearest to a place; the plain variable where none mentions it. */
export function nearestExpression(variable: string, path: Path, mentions: readonly Mention[]): Expression {
  const own = mentions.filter(({ expression }) => expression.variable === variable && !expression.operator.endsWith('+'));
  const [nearest] = own.toSorted((a, b) => shared(b.path, path) - shared(a.path, path));
  return nearest?.expression ?? { variable, operator: '', operand: '' };
}

function shared(a: Path, b: Path): number {
  const different = a.findIndex((key, index) => key !== b[index]);
  return different === -1 ? a.length : different;
}
