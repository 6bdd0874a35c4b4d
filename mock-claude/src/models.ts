import type { Json } from './json.ts';

/** What is listed where a scenario names none; any model is answered. */
export const knownModels = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-haiku-4-5',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-codex',
];

const created = Date.UTC(2026, 0, 1);

export function anthropicModels(names: string[]): Json {
  return { data: names.map(anthropicModel), has_more: false, first_id: names[0] ?? null, last_id: names.at(-1) ?? null };
}

export function anthropicModel(id: string): Json {
  return { type: 'model', id, display_name: id, created_at: new Date(created).toISOString().replace('.000Z', 'Z') };
}

export function openaiModels(names: string[]): Json {
  return { object: 'list', data: names.map(openaiModel) };
}

export function openaiModel(id: string): Json {
  return { id, object: 'model', created: created / 1000, owned_by: 'mock-claude' };
}
