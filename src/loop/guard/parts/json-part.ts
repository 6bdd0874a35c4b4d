import { isDeepStrictEqual } from 'node:util';

/** A JSON file in which some keys, such as `['scripts', 'test']`, say what they said at the base commit; undefined where they do. */
export function withBaseKeys(
  base: string,
  now: string,
  paths: readonly string[][],
): { text: string; keys: string[] } | 'whole' | undefined {
  const before = parsed(base);
  const after = parsed(now);
  if (before === undefined) return undefined;
  if (after === undefined) return 'whole';
  const changed = paths.filter((path) => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)));
  if (changed.length === 0) return undefined;
  for (const path of changed) put(after, path, valueAt(before, path));
  const indent = /^\{\r?\n([ \t]+)/.exec(now)?.[1] ?? '  ';
  return { text: `${JSON.stringify(after, null, indent)}\n`, keys: changed.map((path) => path.join('.')) };
}

type Data = Record<string, unknown>;

function parsed(text: string): Data | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Data) : undefined;
  } catch {
    return undefined;
  }
}

function valueAt(data: Data, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (Object.hasOwn(Object(value), name) ? Object(value)[name] : undefined), data);
}

function put(data: Data, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length > 0) {
    const inner = data[name];
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
      if (value === undefined) return;
      data[name] = {};
    }
    put(data[name] as Data, rest, value);
  } else if (value === undefined) delete data[name];
  else data[name] = value;
}
