import type { Candidate } from '../../candidate.ts';
import type { Evidence, ServiceEvidence, SourceFile } from '../../evidence.ts';
import { type Hit, quote } from '../../reading/lines.ts';

/** A program that was not run, and the line that says so. `file` is the project's own, where it is one. */
export interface About {
  evidence: Evidence;
  hit: Hit;
  service: string;
  seen: ServiceEvidence;
  program: string;
  file: SourceFile | undefined;
}

export function base({ service, hit }: About): Pick<Candidate, 'service' | 'evidence' | 'sure'> {
  return { service, evidence: [quote(hit)], sure: 92 };
}
