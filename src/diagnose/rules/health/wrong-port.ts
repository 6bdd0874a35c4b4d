import type { Candidate } from '../../candidate.ts';
import { quote } from '../../reading/lines.ts';
import { isLoopback } from '../../reading/who.ts';
import { type About, asked, base, refusedWords, said } from './about.ts';

/** Nothing listens where it asks, and something does elsewhere. */
export function wrongPort(about: About): Candidate | undefined {
  const { service, test, name } = about;
  const place = asked(test);
  const line = said(about, refusedWords);
  const open = service.listens?.map(({ port }) => port).filter((port) => port !== place?.port) ?? [];
  if (!line || !place || !isLoopback(place.host) || service.listens?.some(({ port }) => port === place.port) || open.length === 0)
    return undefined;
  // Docker's name server listens on a random port of 127.0.0.11.
  const ports = service.listens?.filter(({ loopback }) => !loopback).map(({ port }) => port) ?? [];
  if (ports.length === 0) return undefined;
  const mended = test.map((word) => word.replaceAll(new RegExp(`:${place.port}\\b`, 'g'), `:${ports[0]}`));
  return {
    ...{ ...base(about, line, 86), cause: 'healthcheck-wrong-port' },
    evidence: [quote(line), { from: `inside ${name}`, text: `listens on ${ports.join(', ')}` }],
    summary: `the healthcheck of ${name} asks port ${place.port}, and it listens on ${ports.join(', ')}`,
    suggestion: `let it ask port ${ports.join(' or ')}`,
    ...(ports.length === 1 && service.definition.healthcheck?.test && mended.join() !== test.join()
      ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value: mended }] }
      : {}),
  };
}
