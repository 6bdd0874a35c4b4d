import { createHash } from 'node:crypto';
import type { Evidence } from '../../contract/improve.ts';
import { type Surroundings, normalised, roleOf } from './normalised.ts';

export type { Surroundings } from './normalised.ts';

/** What of an evidence tells one failure from another. */
export interface Failure {
  /** A cause, else the rule that found it, else `criterion` or `error`. */
  kind: string;
  service?: string;
  /** What was quoted of it first. */
  line: string;
  /** One sentence for people. */
  sentence: string;
}

type Seen = Pick<Evidence, 'criteria' | 'diagnosis' | 'findings' | 'error'>;

/** The diagnosis; where there is none, the first error of the checks, what was said, or the first criterion that does not hold. */
export function failureOf({ criteria, diagnosis, findings, error }: Seen): Failure | undefined {
  if (diagnosis) {
    const { cause, service, summary, evidence } = diagnosis;
    return { kind: cause, ...(service ? { service } : {}), line: firstLine(evidence[0]?.text ?? summary), sentence: summary };
  }
  const found = findings.find(({ severity }) => severity === 'error');
  if (found) {
    const { cause, rule, service, message } = found;
    return { kind: cause ?? rule, ...(service ? { service } : {}), line: message, sentence: message };
  }
  if (error) return { kind: 'error', line: firstLine(error), sentence: firstLine(error) };
  const open = criteria.find(({ held }) => !held);
  if (!open) return undefined;
  return { kind: 'criterion', line: `${open.name}: ${open.detail}`, sentence: `${open.name} does not hold: ${open.detail}` };
}

/**
 * `url-means-localhost/3fa2c01b9d44`: the same for the same failure in another instance, folder or at another time; undefined where nothing failed.
 * Nothing in it can be read back.
 */
export function signatureOf(seen: Seen, around: Surroundings = {}): string | undefined {
  const failure = failureOf(seen);
  if (!failure) return undefined;
  const { kind, service, line } = failure;
  const told = [kind, service === undefined ? '' : roleOf(service, around), normalised(line, around)];
  return `${kind}/${createHash('sha256').update(told.join('\n')).digest('hex').slice(0, 12)}`;
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}
