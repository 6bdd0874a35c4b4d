import { wordsOfLine } from './command-schema.ts';
import type { Criterion } from './settings.ts';

/** `verified`, `graduated`, or a command line, which has to succeed on what comes up verified. */
export function criteriaUntil(until: string): Criterion[] {
  const text = until.trim();
  if (text === '' || text === 'verified') return [{ kind: 'verified' }];
  if (text === 'graduated') return [{ kind: 'graduated' }];
  return [{ kind: 'verified' }, { kind: 'command', run: wordsOfLine(text) }];
}

/** What has to hold: as the user says, else as the project does, else that it comes up verified. */
export function criteriaAsked(until: string | undefined, accept: readonly Criterion[] | undefined): Criterion[] {
  if (until !== undefined) return criteriaUntil(until);
  return accept && accept.length > 0 ? [...accept] : [{ kind: 'verified' }];
}
