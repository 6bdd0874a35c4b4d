import { constants } from 'node:os';

/** What a shell would say of it: the code, or 128 + the signal's number where one ended the process. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
