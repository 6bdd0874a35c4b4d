export type JsonObject = Record<string, unknown>;

/** A line of a stream of JSON objects; undefined where it is something else, such as a warning or a line that was cut off. */
export function parseJsonLine(line: string): JsonObject | undefined {
  const text = line.trimStart();
  if (!text.startsWith('{')) return undefined;
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies there: `pick(event, 'item', 'type')`. */
export function pick(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((at, key) => objectOf(at)?.[key], value);
}

export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = pick(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Nothing but a finite number above or at zero counts. */
export function countAt(value: unknown, ...path: string[]): number {
  return numberAt(value, ...path) ?? 0;
}

export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = pick(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined;
}

export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = pick(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The one word of a tool's input that says most of what it does. */
export function gist(input: unknown): string {
  for (const key of ['command', 'file_path', 'filePath', 'path', 'pattern', 'query', 'url']) {
    const text = textAt(input, key);
    if (text !== undefined) return text;
  }
  return objectOf(input) ? JSON.stringify(input) : '';
}
