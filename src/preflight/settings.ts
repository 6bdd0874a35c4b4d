import { usage } from './usage.ts';

export interface PreflightSettings {
  /** STARTUP_DEPENDENCY_CHECK: false starts the program without a look. */
  check: boolean;
  /** STARTUP_TIMEOUT_SECONDS, for each dependency. */
  timeoutMs: number;
  /** STARTUP_FAIL_FAST: false starts the program though something is missing. */
  failFast: boolean;
}

const defaultSeconds = 30;
const mostSeconds = 86_400;

/** An empty variable counts as none: Compose's `${NAME:-}` makes such. Throws UserError. */
export function readPreflightSettings(environment: Record<string, string>): PreflightSettings {
  const check = yesOrNo('STARTUP_DEPENDENCY_CHECK', environment);
  // Who skips the check shall not be stopped by what it would have needed.
  if (!check) return { check, timeoutMs: defaultSeconds * 1000, failFast: true };
  return { check, timeoutMs: seconds('STARTUP_TIMEOUT_SECONDS', environment) * 1000, failFast: yesOrNo('STARTUP_FAIL_FAST', environment) };
}

function yesOrNo(name: string, { [name]: written = '' }: Record<string, string>): boolean {
  const word = written.trim().toLowerCase();
  if (['', 'true', '1', 'yes', 'on'].includes(word)) return true;
  if (['false', '0', 'no', 'off'].includes(word)) return false;
  throw usage(`${name} is neither true nor false`, `true, 1, yes, on; or false, 0, no, off; or leave ${name} out`);
}

function seconds(name: string, { [name]: written = '' }: Record<string, string>): number {
  const text = written.trim();
  if (text === '') return defaultSeconds;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= mostSeconds) return value;
  throw usage(`${name} is not a number of seconds`, `a number above 0 and up to ${mostSeconds}, such as 30 or 2.5`);
}
