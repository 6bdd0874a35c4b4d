/** Why a request gets no answer; each API has its own words and bodies for it. */
export const kinds = {
  invalid_request: 400,
  credits: 400,
  authentication: 401,
  permission: 403,
  not_found: 404,
  too_large: 413,
  rate_limit: 429,
  usage_limit: 429,
  server: 500,
  unavailable: 503,
  timeout: 504,
  overloaded: 529,
} as const;

export type Kind = keyof typeof kinds;

export interface Problem {
  kind: Kind;
  message: string;
  /** HTTP; by default the kind's own. */
  status?: number | undefined;
  /** Seconds. */
  retryAfter?: number | undefined;
  /** Epoch seconds: when a usage limit is lifted. */
  resetsAt?: number | undefined;
  /** OpenAI's `param` and `code`. */
  param?: string | undefined;
  code?: string | undefined;
  /** What the server wants its client to do; by default what the kind suggests. */
  shouldRetry?: boolean | undefined;
}

/** Thrown while a request is read; becomes an error body. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'Refusal';
    this.problem = problem;
  }
}

export function invalid(message: string, param?: string): Refusal {
  return new Refusal({ kind: 'invalid_request', message, param });
}
