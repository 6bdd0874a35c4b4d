import type { Candidate } from '../../candidate.ts';
import type { ServiceEvidence } from '../../evidence.ts';
import { quote } from '../../reading/lines.ts';
import { isLoopback } from '../../reading/who.ts';
import { type About, base, said } from './about.ts';

/** Where the test asks: its URL, or a host and port. */
function asked(test: string[]): { host: string; port: number; path: string } | undefined {
  const words = test.join(' ');
  const url = /(?<scheme>https?):\/\/(?<host>\[[^\]]+\]|[\w.-]+)(?::(?<port>\d+))?(?<path>\/[^\s"'|;)]*)?/.exec(words)?.groups;
  if (url)
    return { host: url['host'] ?? '', port: Number(url['port'] ?? (url['scheme'] === 'https' ? 443 : 80)), path: url['path'] ?? '/' };
  const place = /(?:\/dev\/tcp\/|nc\b.*?\s)(?<host>[\w.:-]+?)[\s/]+(?<port>\d{2,5})\b/.exec(words)?.groups;
  return place ? { host: place['host'] ?? '', port: Number(place['port']), path: '' } : undefined;
}

const refusedWords = /[Cc]onnection refused|ECONNREFUSED|[Cc]ouldn't connect|Failed to connect|can't connect|could not connect|bad address/;

export function ipv6(about: About): Candidate | undefined {
  const { service, test, name } = about;
  const place = asked(test);
  const line = said(about, refusedWords);
  const isSix = place && (place.host === '[::1]' || (place.host === 'localhost' && /::1/.test(line?.text ?? '')));
  if (!line || !isSix || !service.listens?.some(({ port }) => port === place.port)) return undefined;
  const mended = test.map((word) => word.replaceAll('[::1]', '127.0.0.1').replaceAll('//localhost', '//127.0.0.1'));
  return {
    ...{ ...base(about, line, 88), cause: 'healthcheck-ipv6-localhost' },
    summary: `the healthcheck of ${name} asks ${place.host}, which is ::1 there, and ${name} listens on IPv4 only`,
    suggestion: 'let it ask 127.0.0.1',
    ...(service.definition.healthcheck?.test
      ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value: mended }] }
      : {}),
  };
}

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

export function wrongPath(about: About): Candidate | undefined {
  const { name, test, service } = about;
  const line = said(about, /\b(?:404|403|405|401|400|30[1278])\b.*|Not Found|Forbidden|Unauthorized/);
  if (!line || !/https?:\/\//.test(test.join(' '))) return undefined;
  const place = asked(test);
  const code = /\b[34]\d\d\b/.exec(line.text)?.[0] ?? '404';
  const right = place && pathIn(service, place.path);
  const mended =
    place && right
      ? test.map((word) => word.replace(new RegExp(`${place.path.replaceAll(/[.?*+]/g, '\\$&')}(?![\\w/-])`), right))
      : undefined;
  return {
    ...{ ...base(about, line, 87), cause: 'healthcheck-wrong-path' },
    summary: `the healthcheck of ${name} asks ${place?.path ?? 'a page'}, and is answered ${code}`,
    suggestion: right
      ? `its source has ${right}: ask that`
      : code === '401' || code === '403'
        ? 'ask a page that needs no login'
        : `ask a page that is there, such as / or the one that ${name} has for this`,
    ...(mended && service.definition.healthcheck?.test
      ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value: mended }] }
      : {}),
  };
}

/** A page for health that its own source names. */
function pathIn({ files }: ServiceEvidence, not: string): string | undefined {
  const found = files.flatMap(({ text }) =>
    [
      ...(text ?? '').matchAll(
        /['"`](\/(?:api\/)?(?:health|healthz|ready|readyz|livez|live|status|ping|up|_health|-\/healthy)(?:\/\w+)?)['"`]/g,
      ),
    ].map(([, path = '']) => path),
  );
  const others = [...new Set(found)].filter((path) => path !== not);
  return others.length === 1 ? others[0] : undefined;
}
