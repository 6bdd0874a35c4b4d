import type { IncomingHttpHeaders } from 'node:http';
import type { Levels } from '../account/windows.ts';
import { type Kind, type Problem, kinds } from '../conversation/problem.ts';
import type { Json } from '../json.ts';

interface Said {
  status: number;
  type: string;
  code: string | null;
  /** Where Anthropic's words would be wrong here. */
  message?: string;
}

/** platform.openai.com, "Error codes". */
const said: Partial<Record<Kind, Said>> = {
  credits: {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  authentication: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  permission: { status: 403, type: 'invalid_request_error', code: 'permission_denied' },
  not_found: { status: 404, type: 'invalid_request_error', code: null },
  too_large: { status: 413, type: 'invalid_request_error', code: 'request_too_large' },
  rate_limit: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  usage_limit: { status: 429, type: 'usage_limit_reached', code: 'usage_limit_reached' },
  server: { status: 500, type: 'server_error', code: null },
  unavailable: { status: 503, type: 'server_error', code: null },
  timeout: { status: 504, type: 'server_error', code: null },
  overloaded: {
    status: 503,
    type: 'server_error',
    code: 'server_is_overloaded',
    message: 'The server is currently overloaded with other requests. Sorry about that! You can retry your request.',
  },
};

export function problemStatus({ kind, status }: Problem): number {
  return status ?? said[kind]?.status ?? kinds[kind];
}

/** The `error` of a body. Codex reads `resets_at` of a usage limit. */
export function errorOf(problem: Problem): Json {
  const { type = 'invalid_request_error', code = null, message } = said[problem.kind] ?? {};
  const limit =
    problem.resetsAt === undefined ? {} : { plan_type: 'plus', resets_at: problem.resetsAt, resets_in_seconds: problem.retryAfter };
  return { message: message ?? problem.message, type, param: problem.param ?? null, code: problem.code ?? code, ...limit };
}

export function problemHeaders({ retryAfter, shouldRetry }: Problem): Record<string, string> {
  return {
    ...(shouldRetry === undefined ? {} : { 'x-should-retry': String(shouldRetry) }),
    ...(retryAfter === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(retryAfter)), 'retry-after-ms': String(Math.ceil(retryAfter * 1000)) }),
  };
}

export function refuseKey({ authorization }: IncomingHttpHeaders, keys: string[] | undefined): Problem | undefined {
  const key = /^Bearer +(\S+)/i.exec(authorization ?? '')?.[1];
  if (!key)
    return {
      kind: 'authentication',
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    };
  if (keys && !keys.includes(key)) return { kind: 'authentication', message: 'Incorrect API key provided.' };
  return undefined;
}

export function limitHeaders({ requests, input_tokens: tokens }: Levels): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(requests.limit),
    'x-ratelimit-limit-tokens': String(tokens.limit),
    'x-ratelimit-remaining-requests': String(requests.remaining),
    'x-ratelimit-remaining-tokens': String(tokens.remaining),
    'x-ratelimit-reset-requests': '60s',
    'x-ratelimit-reset-tokens': '60s',
  };
}
