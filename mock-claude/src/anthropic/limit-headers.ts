import type { IncomingHttpHeaders } from 'node:http';
import type { Levels } from '../account/windows.ts';

const fiveHours = 5 * 3600;
const sevenDays = 7 * 24 * 3600;

/** For a key the classic headers, for somebody who logged in the unified ones; whoever hits a usage limit sees the latter anyway. */
export function limitHeaders(levels: Levels, headers: IncomingHttpHeaders, rejectedUntil: number | undefined): Record<string, string> {
  const classic = headers['x-api-key'] ? classicHeaders(levels) : {};
  return headers['x-api-key'] && rejectedUntil === undefined ? classic : { ...classic, ...unifiedHeaders(levels, rejectedUntil) };
}

function classicHeaders({ requests, input_tokens: input, output_tokens: output, reset }: Levels): Record<string, string> {
  const both = { limit: input.limit + output.limit, remaining: input.remaining + output.remaining };
  const at = new Date(reset).toISOString().replace(/\.\d+Z$/, 'Z');
  const named = { requests, tokens: both, 'input-tokens': input, 'output-tokens': output };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, { limit, remaining }]) => [
      [`anthropic-ratelimit-${name}-limit`, String(limit)],
      [`anthropic-ratelimit-${name}-remaining`, String(remaining)],
      [`anthropic-ratelimit-${name}-reset`, at],
    ]),
  );
}

/** Epoch seconds, as the real ones. */
function unifiedHeaders({ requests, reset }: Levels, rejectedUntil: number | undefined): Record<string, string> {
  const now = Math.floor(reset / 1000);
  const status = rejectedUntil === undefined ? 'allowed' : 'rejected';
  const five = String(rejectedUntil ?? now + fiveHours);
  return {
    'anthropic-ratelimit-unified-status': status,
    'anthropic-ratelimit-unified-reset': five,
    'anthropic-ratelimit-unified-representative-claim': 'five_hour',
    'anthropic-ratelimit-unified-5h-status': status,
    'anthropic-ratelimit-unified-5h-reset': five,
    'anthropic-ratelimit-unified-5h-utilization': rejectedUntil === undefined ? share(requests) : '1.0',
    'anthropic-ratelimit-unified-7d-status': 'allowed',
    'anthropic-ratelimit-unified-7d-reset': String(now + sevenDays),
    'anthropic-ratelimit-unified-7d-utilization': share(requests),
    'anthropic-ratelimit-unified-fallback-percentage': '0.5',
    'anthropic-ratelimit-unified-overage-status': 'rejected',
    'anthropic-ratelimit-unified-overage-disabled-reason': 'org_level_disabled',
  };
}

function share({ limit, remaining }: { limit: number; remaining: number }): string {
  return limit === 0 ? '1.0' : ((limit - remaining) / limit).toFixed(2);
}
