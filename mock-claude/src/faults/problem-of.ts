import { type Kind, type Problem, kinds } from '../conversation/problem.ts';
import type { Fault } from '../scenario/schema.ts';
import { clockTime } from './clock-time.ts';

const hour = 3600;

/** The words of the real API; a scenario's own win. */
const messages: Record<Kind, string> = {
  invalid_request: 'messages: the scenario refuses this request',
  credits: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  authentication: 'invalid x-api-key',
  permission: 'Your API key does not have permission to use the specified resource.',
  not_found: 'model: the scenario does not know it',
  too_large: 'Request exceeds the maximum size',
  rate_limit:
    "This request would exceed your organization's rate limit. Please reduce the prompt length or the maximum tokens requested, or try again later.",
  usage_limit: '',
  server: 'Internal server error',
  unavailable: 'Service temporarily unavailable',
  timeout: 'Request timed out',
  overloaded: 'Overloaded',
};

/** A fault that is answered with an error body; undefined for those that are not. `now` in epoch milliseconds. */
export function problemOf(fault: Fault, now: number): Problem | undefined {
  const { message, status, retry_after: retryAfter, should_retry: shouldRetry } = fault;
  if (fault.type === 'not_logged_in')
    return {
      kind: 'authentication',
      status,
      message: message ?? 'OAuth token has expired. Please obtain a new token or refresh your existing token.',
    };
  if (!(fault.type in kinds)) return undefined;
  const kind = fault.type as Kind;
  if (kind !== 'usage_limit') {
    return {
      kind,
      status,
      message: message ?? messages[kind],
      retryAfter: retryAfter ?? (kind === 'rate_limit' ? 1 : undefined),
      shouldRetry,
    };
  }
  const resetsAt = Math.ceil(now / 1000 + (fault.resets_in ?? retryAfter ?? hour));
  return {
    kind,
    status,
    message: message ?? `You've hit your session limit · resets ${clockTime(resetsAt)}`,
    resetsAt,
    retryAfter: retryAfter ?? Math.ceil(resetsAt - now / 1000),
    shouldRetry: shouldRetry ?? false,
  };
}
