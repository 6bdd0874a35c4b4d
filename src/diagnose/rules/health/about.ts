import type { Candidate } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Line, quote } from '../../reading/lines.ts';

/** A healthcheck that failed. */
export interface About {
  evidence: Evidence;
  name: string;
  service: ServiceEvidence;
  /** What it printed where it failed, oldest first. */
  lines: string[];
  test: string[];
  codes: number[];
}

export function testOf({ definition, image }: ServiceEvidence): string[] {
  return definition.healthcheck?.test ?? image?.healthcheck ?? [];
}

/** The last line that fits. */
export function said({ lines, name }: About, words: RegExp): (Line & { said: Record<string, string | undefined> }) | undefined {
  const text = lines.findLast((line) => words.test(line));
  return text === undefined ? undefined : { source: 'health', from: `healthcheck of ${name}`, text, said: words.exec(text)?.groups ?? {} };
}

/** What every candidate says of a healthcheck; `line` is the one that tells. */
export function base(about: About, line: Line | undefined, sure: number): Pick<Candidate, 'service' | 'evidence' | 'sure' | 'at'> {
  const { name, service, test, codes } = about;
  const evidence = line
    ? [quote(line)]
    : [{ from: `healthcheck of ${name}`, text: `${test.slice(1).join(' ')}: exit code ${codes.at(-1)}` }];
  const inImage =
    service.definition.healthcheck?.test === undefined && service.dockerfile && /^\s*HEALTHCHECK/im.test(service.dockerfile.text);
  const row = service.dockerfile?.text.split('\n').findIndex((one) => /^\s*HEALTHCHECK/i.test(one)) ?? -1;
  return {
    service: name,
    evidence,
    sure,
    at: inImage ? `${service.dockerfile?.file}:${row + 1}` : ['services', name, 'healthcheck', 'test'],
  };
}
