import type { ComposeFile } from '../deploy/model/compose-file.ts';

/** A variable's value, made recognisable: where Compose prints `text`, the variable came out. */
export interface Mark {
  variable: string;
  value: string;
  text: string;
  /** A number stands for the whole value; else `text` ends with what nobody writes. */
  number: boolean;
}

/** A model of marked values, and what was marked. */
export interface Marked {
  marks: Mark[];
  model: ComposeFile;
}

/** What Compose makes of the files with these values for variables; undefined where it refuses them. */
export type Resolve = (environment: Record<string, string>) => Promise<ComposeFile | undefined>;

/**
 * Compose itself tells where a variable comes out, whatever syntax, anchor, include or extends it went through: its value is marked. Not every place
 * takes a mark: a port or a number takes another number, a truth value or a duration none.
 */
export async function markVariables(
  values: Record<string, string>,
  { numbers, used, resolve }: { numbers: ReadonlySet<string>; used: string; resolve: Resolve },
): Promise<Marked | undefined> {
  const free = freeNumbers(used);
  const all = Object.entries(values).map(([variable, value], index) => ({ variable, value, index }));
  const asText = all
    .filter(({ variable }) => !numbers.has(variable))
    .map(({ variable, value, index }): Mark => ({ variable, value, text: `${value}zq${index}qz`, number: false }));
  const asNumber = ({ variable, value }: Pick<Mark, 'variable' | 'value'>): Mark => ({ variable, value, text: free(), number: true });

  const ports = await taken(all.filter(({ variable }) => numbers.has(variable)).map(asNumber), [], resolve);
  const texts = await taken(asText, ports, resolve);
  const refused = asText.filter((mark) => !texts.includes(mark) && /^\d+$/.test(mark.value));
  const rest = await taken(refused.map(asNumber), [...ports, ...texts], resolve);
  const marks = [...ports, ...texts, ...rest];
  const model = await resolve(environmentOf(marks));
  return model && { marks, model };
}

export function environmentOf(marks: readonly Mark[]): Record<string, string> {
  return Object.fromEntries(marks.map(({ variable, text }) => [variable, text]));
}

/** Those that Compose takes: all at once, or by halves until it is known which one it does not. */
async function taken(marks: Mark[], beside: Mark[], resolve: Resolve): Promise<Mark[]> {
  if (marks.length === 0 || (await resolve(environmentOf([...beside, ...marks])))) return marks;
  if (marks.length === 1) return [];
  const half = Math.ceil(marks.length / 2);
  const first = await taken(marks.slice(0, half), beside, resolve);
  return [...first, ...(await taken(marks.slice(half), [...beside, ...first], resolve))];
}

/** Numbers that can be ports, and stand nowhere yet. */
function freeNumbers(used: string): () => string {
  let next = 47_123;
  return () => {
    while (used.includes(String(next))) next += 1;
    return String(next++);
  };
}
