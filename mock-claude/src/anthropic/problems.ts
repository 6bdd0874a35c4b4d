import type { Kind, Problem } from '../conversation/problem.ts';
import type { Json } from '../json.ts';

/** docs.anthropic.com, "Errors". */
const types: Record<Kind, string> = {
  invalid_request: 'invalid_request_error',
  credits: 'invalid_request_error',
  authentication: 'authentication_error',
  permission: 'permission_error',
  not_found: 'not_found_error',
  too_large: 'request_too_large',
  rate_limit: 'rate_limit_error',
  usage_limit: 'rate_limit_error',
  server: 'api_error',
  unavailable: 'api_error',
  timeout: 'timeout_error',
  overloaded: 'overloaded_error',
};

const retried = new Set<Kind>(['rate_limit', 'server', 'unavailable', 'timeout', 'overloaded']);

export function problemBody({ kind, message }: Problem, requestId: string): Json {
  return { type: 'error', error: { type: types[kind], message }, request_id: requestId };
}

export function problemHeaders({ kind, retryAfter, shouldRetry }: Problem): Record<string, string> {
  return {
    'x-should-retry': String(shouldRetry ?? retried.has(kind)),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
  };
}
