/** What one look saw. */
export interface Sight {
  passed: boolean;
  detail: string;
}

/** Where a published port answers, seen from the user's machine. */
export interface Address {
  host: string;
  port: number;
}

/** The reasons of a failed connection, in words. */
export function connectionProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return problems[code] ?? (error instanceof Error && error.message ? error.message : code || 'no answer');
}

const problems: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed without an answer',
  EPIPE: 'connection closed without an answer',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'host not reachable',
  ENOTFOUND: 'host name does not resolve',
};
