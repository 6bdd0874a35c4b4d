import type { Cause } from '../../../contract/cause.ts';
import type { Candidate } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import type { Hit } from '../../reading/lines.ts';

/** A wording in which the engine refuses something, and what it means. */
export interface Refused {
  cause: Cause;
  words: RegExp;
  tell: (
    hit: Hit & { who: string },
    evidence: Evidence,
  ) => Pick<Candidate, 'summary' | 'suggestion'> & Partial<Pick<Candidate, 'at' | 'repair'>>;
}
