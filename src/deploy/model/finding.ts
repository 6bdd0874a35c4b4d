/** A rule looked at stack and machine, and found something. An error stops the deployment before anything is touched. */
export interface Finding {
  rule: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  /** File, and line and column counted from 1 where they are known. */
  at?: { file: string; line?: number; column?: number };
  service?: string;
  fix?: string;
}

/** `file:line:column`, as editors and terminals understand it. */
export function placeOf({ file, line, column }: NonNullable<Finding['at']>): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
