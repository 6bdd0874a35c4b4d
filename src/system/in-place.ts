import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import { exitCodeOf } from './exit-code.ts';

/** A program that has this process's streams, terminal and group, and runs in its place. */
export interface InPlace {
  signal(signal: NodeJS.Signals): void;
  /** Its exit code, 128 + the signal's number where one ended it; rejects with the system's own error where it cannot be started. */
  ended: Promise<number>;
}

/** Node cannot become another program, so this process stays as its parent. */
export function runInPlace([program = '', ...args]: readonly string[], environment: Record<string, string>): InPlace {
  const child = spawn(program, args, { env: environment, stdio: 'inherit' });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  // On a terminal Ctrl-C reaches every process of the group by itself; two of them mean "at once" to many a program.
  return { ended, signal: (signal) => void (signal === 'SIGINT' && isatty(0) ? undefined : child.kill(signal)) };
}
