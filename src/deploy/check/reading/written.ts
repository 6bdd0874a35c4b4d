import type { Draft } from '../../model/draft.ts';

type Path = (string | number)[];

/** What the files write at a path of the model, before anything is filled in, whichever form they write it in; the last file that has it. */
export function written({ sources }: Draft, path: Path): unknown {
  for (const { data } of sources.written.toReversed()) {
    const value = path.reduce<unknown>(inside, data);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Every service as each file writes it. */
export function writtenServices({ sources }: Draft): { service: string; definition: Record<string, unknown> }[] {
  return sources.written.flatMap(({ data }) =>
    Object.entries(asMap(asMap(data)['services'])).map(([service, definition]) => ({ service, definition: asMap(definition) })),
  );
}

export function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** In a list `NAME=value` and `NAME` stand for keys, as in `environment` and `depends_on`. */
function inside(value: unknown, key: string | number): unknown {
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  if (typeof key === 'number') return value[key];
  const entry: unknown = value.find((item) => item === key || (typeof item === 'string' && item.startsWith(`${key}=`)));
  if (typeof entry !== 'string') return undefined;
  return entry === key ? null : entry.slice(key.length + 1);
}
