import type { Repair } from '../../../deploy/model/repair.ts';
import type { Candidate } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Line, quote } from '../../reading/lines.ts';

/** A service whose healthcheck fails, and what that check asks and says. */
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

export function said({ lines, name }: About, words: RegExp): (Line & { said: Record<string, string | undefined> }) | undefined {
  const text = lines.findLast((line) => words.test(line));
  return text === undefined ? undefined : { source: 'health', from: `healthcheck of ${name}`, text, said: words.exec(text)?.groups ?? {} };
}

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

/**
 * The test with other words in it, where it is written: in the Compose file, or in one line of the service's own Dockerfile. One that comes with an image
 * which others made is written anew in the Compose file. Nothing where the words do not stand in it. `notBefore`: characters that make them other words.
 */
export function reworded({ name, service, test }: About, from: string, to: string, notBefore = String.raw`\w-`): Repair | undefined {
  const follows = `(?![${notBefore}])`;
  const words = new RegExp(from.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`) + follows, 'g');
  const mended = test.map((word) => word.replaceAll(words, () => to));
  if (mended.join('\n') === test.join('\n')) return undefined;
  const own = service.definition.healthcheck?.test ? undefined : service.dockerfile;
  const lines = own?.text.split('\n') ?? [];
  const first = lines.findLastIndex((line) => /^\s*HEALTHCHECK\b/i.test(line));
  const row = first < 0 ? -1 : lines.findIndex((line, at) => at >= first && line.search(words) >= 0);
  if (own && row >= 0) return [{ edit: 'replace', file: own.file, line: row + 1, from, to }];
  // As a Compose file has it, a dollar of an image's own test is two.
  const value = service.definition.healthcheck?.test ? mended : mended.map((word) => word.replaceAll('$', '$$$$'));
  return [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value }];
}

/** Where the test asks: its URL, or a host and port. */
export function asked(test: string[]): { host: string; port: number; path: string } | undefined {
  const words = test.join(' ');
  const url = /(?<scheme>https?):\/\/(?<host>\[[^\]]+\]|[\w.-]+)(?::(?<port>\d+))?(?<path>\/[^\s"'|;)]*)?/.exec(words)?.groups;
  if (url)
    return { host: url['host'] ?? '', port: Number(url['port'] ?? (url['scheme'] === 'https' ? 443 : 80)), path: url['path'] ?? '/' };
  const place = /(?:\/dev\/tcp\/|nc\b.*?\s)(?<host>[\w.:-]+?)[\s/]+(?<port>\d{2,5})\b/.exec(words)?.groups;
  return place ? { host: place['host'] ?? '', port: Number(place['port']), path: '' } : undefined;
}

/** Nobody answered where it asked. */
export const refusedWords =
  /[Cc]onnection refused|ECONNREFUSED|[Cc]ouldn't connect|[Ff]ailed to connect|[Cc]an't connect|[Cc]ould not connect|[Cc]onnect call failed|bad address/;
