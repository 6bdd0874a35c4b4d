import { expect, test } from 'vitest';
import { troubleInText } from '../../../src/agents/reading/trouble-in-text.ts';

const here = { now: Date.parse('2026-10-14T10:30:00Z'), zone: 'UTC' };

test.each([
  ['rate limit exceeded, retry after 20 seconds', 20_000],
  ['Too many requests. retry-after: 7', 7_000],
  ['{"retry_after": "12.5", "error": "overloaded"}', 12_500],
  ['rate limit exceeded, retry after 30 minutes', 1_800_000],
  ['Overloaded. Retry after 15m', 900_000],
  ['Overloaded. Retry after 2.5 hours', 9_000_000],
  ['rate limit exceeded, retry after 500ms', undefined],
])('%s', (text, retryAfterMs) => {
  expect(troubleInText(text, here)).toMatchObject({ kind: 'infrastructure' });
  expect(Object(troubleInText(text, here)).retryAfterMs).toBe(retryAfterMs);
});
