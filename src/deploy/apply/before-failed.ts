/** How a command that was to run before its service is replaced ended, where that was not well. */
export interface BeforeEnd {
  service: string;
  command: string[];
  /** Absent where it was ended because it took too long. */
  exitCode?: number;
  /** Milliseconds that it was given, where it took longer. */
  limitMs?: number;
  /** Its last lines, oldest first. */
  lines: string[];
}

/** The project's own command failed: no error of the engine's. */
export class BeforeFailed extends Error {
  readonly end: BeforeEnd;

  constructor(end: BeforeEnd) {
    super(describeEnd(end));
    this.name = 'BeforeFailed';
    this.end = end;
  }
}

/** Without its service's name. */
export function describeEnd({ command, exitCode, limitMs }: BeforeEnd): string {
  const how =
    exitCode === undefined ? `took longer than ${Math.round((limitMs ?? 0) / 1000)} s, and was ended` : `ended with exit code ${exitCode}`;
  return `\`${command.join(' ')}\`, which x-portside.before has run first, ${how}`;
}
