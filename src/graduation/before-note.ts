import type { Settings } from '../contract/settings.ts';
import { type RunInput, runLine } from './run-line.ts';

/** What `x-portside.before` runs, plain Compose does not: it is to be typed. */
export function beforeNotes({ before }: Settings, input: RunInput): string[] {
  return Object.entries(before ?? {}).map(
    ([service, command]) => `before the first start, and each new version: ${runLine(input, ['run', '--rm', service, ...command])}`,
  );
}
