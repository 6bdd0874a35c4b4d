import type { Cause } from '../../contract/cause.ts';
import type { Repair } from './repair.ts';

/** A rule looked at stack and machine, and found something. An error stops the deployment before anything is touched. */
export interface Finding {
  rule: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  /** What happens where it stays so. */
  why?: string;
  /** What a deployment that fails of it is said to fail of. */
  cause?: Cause;
  /** File, and line and column counted from 1 where they are known. */
  at?: { file: string; line?: number; column?: number };
  service?: string;
  /** What to do, in words. */
  fix?: string;
  /** What `--fix` does. */
  repair?: Repair;
}

/** `file:line:column`, as editors and terminals understand it. */
export function placeOf({ file, line, column }: NonNullable<Finding['at']>): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
