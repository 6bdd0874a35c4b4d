/** Exit codes of the command: what kind of ending it was. */
export const exitCode = {
  verified: 0,
  failed: 1,
  usage: 2,
  stopped: 3,
  noEngine: 4,
  busy: 5,
  bug: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Something that a user can mend: what is wrong and where (message), what to do next (hint). Printed only in `main.ts`. */
export class UserError extends Error {
  readonly code: string;
  readonly exit: ExitCode;
  readonly hint: string | undefined;
  /** Whom it is about, where that is one service. */
  readonly service: string | undefined;

  constructor(problem: { code: string; exit: ExitCode; message: string; hint?: string; service?: string; cause?: unknown }) {
    super(problem.message, { cause: problem.cause });
    this.name = 'UserError';
    this.code = problem.code;
    this.exit = problem.exit;
    this.hint = problem.hint;
    this.service = problem.service;
  }
}
