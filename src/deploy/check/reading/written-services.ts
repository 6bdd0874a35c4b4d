import type { Draft } from '../../model/draft.ts';

/** Every service as each file writes it. */
export function writtenServices({ sources }: Draft): { service: string; definition: Record<string, unknown> }[] {
  return sources.files.flatMap(({ data }) =>
    Object.entries(asMap(asMap(data)['services'])).map(([service, definition]) => ({ service, definition: asMap(definition) })),
  );
}

export function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
