import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Line, lastWords, quote } from '../../reading/lines.ts';
import { standingOf, troubled } from '../../reading/standing.ts';
import { isLoopback } from '../../reading/who.ts';

/** What a healthcheck that fails says, and what it should have asked. */
export const healthcheck: Rule = {
  look: (evidence) =>
    troubled(evidence).flatMap((name) => {
      const service = evidence.services[name];
      const looks = service?.containers.flatMap(({ healthLog }) => healthLog) ?? [];
      const standing = standingOf(evidence, name);
      if (!service || !looks.some(({ exitCode }) => exitCode !== 0) || standing === 'ended' || standing === 'cannot-start') return [];
      const lines = looks
        .filter(({ exitCode }) => exitCode !== 0)
        .flatMap(({ output }) => output.trim().split('\n'))
        .filter((line) => line !== '');
      const about: About = { evidence, name, service, lines, test: testOf(service), codes: looks.map(({ exitCode }) => exitCode) };
      return [toolMissing(about) ?? ipv6(about) ?? wrongPort(about) ?? wrongPath(about) ?? impatient(about) ?? failing(about)];
    }),
};

interface About {
  evidence: Evidence;
  name: string;
  service: ServiceEvidence;
  /** What it printed where it failed, oldest first. */
  lines: string[];
  test: string[];
  codes: number[];
}

function testOf({ definition, image }: ServiceEvidence): string[] {
  return definition.healthcheck?.test ?? image?.healthcheck ?? [];
}

function said({ lines, name }: About, words: RegExp): (Line & { said: Record<string, string | undefined> }) | undefined {
  const text = lines.findLast((line) => words.test(line));
  return text === undefined ? undefined : { source: 'health', from: `healthcheck of ${name}`, text, said: words.exec(text)?.groups ?? {} };
}

function base(about: About, line: Line | undefined, sure: number): Pick<Candidate, 'service' | 'evidence' | 'sure' | 'at'> {
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

function toolMissing(about: About): Candidate | undefined {
  const { name, service, test } = about;
  const line = said(
    about,
    /exec: "(?<tool>[^"]+)": (?:executable file not found|stat \S+: no such file)|(?:^|[\s/])(?:\w*sh)(?:: line)?:? ?\d*:? (?<shell>[\w./+-]+): (?:command )?not found|(?:^|\s)(?<plain>[\w./+-]+): (?:command )?not found|executable file `(?<podman>[^`]+)` not found|(?<other>\S+): No such file or directory$/,
  );
  const tool = line?.said['tool'] ?? line?.said['shell'] ?? line?.said['plain'] ?? line?.said['podman'];
  if (!line || !tool || !test.join(' ').includes(tool.split('/').at(-1) ?? tool)) return undefined;
  const instead = replacement(about, tool);
  const healthcheckOf = service.definition.healthcheck?.test ? 'the healthcheck' : "the image's own healthcheck";
  return {
    ...{ ...base(about, line, 91), cause: 'healthcheck-tool-missing' },
    summary: `${healthcheckOf} of ${name} calls ${tool}, which is not in its image`,
    suggestion: instead
      ? `ask with what is there: test: ${JSON.stringify(instead)}`
      : `ask with a program that is in the image${service.tools && service.tools.length > 0 ? ` (${service.tools.join(', ')})` : ''}, or install ${tool} there`,
    ...(instead ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value: instead }] } : {}),
  };
}

/** The same question, asked with a program that the container has. */
function replacement({ test, service }: About, missing: string): string[] | undefined {
  const words = test.join(' ');
  const tools = service.tools ?? [];
  if (/redis|valkey/.test(service.definition.image ?? '') && missing !== 'redis-cli')
    return tools.includes('redis-cli') ? ['CMD', 'redis-cli', 'ping'] : undefined;
  const url = /https?:\/\/[^\s"')|;]+/.exec(words)?.[0];
  const port = /\/dev\/tcp\/([\w.]+)\/(\d+)/.exec(words) ?? /\bnc\b.*?\s([\w.]+)\s+(\d+)/.exec(words);
  if (url && tools.includes('wget')) return ['CMD', 'wget', '-q', '-O', '/dev/null', url];
  if (url && tools.includes('curl')) return ['CMD', 'curl', '-fsS', '-o', '/dev/null', url];
  if (url && tools.includes('node'))
    return ['CMD', 'node', '-e', `fetch('${url}').then((answer) => { if (!answer.ok) throw answer.status; })`];
  const python = tools.find((tool) => tool.startsWith('python'));
  if (url && python) return ['CMD', python, '-c', `import urllib.request; urllib.request.urlopen('${url}', timeout=3)`];
  if (port && tools.includes('nc')) return ['CMD', 'nc', '-z', port[1] ?? '127.0.0.1', port[2] ?? ''];
  return undefined;
}

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

function ipv6(about: About): Candidate | undefined {
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

function wrongPort(about: About): Candidate | undefined {
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

function wrongPath(about: About): Candidate | undefined {
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

const notReadyWords =
  /starting|initiali[sz]|loading|migrat|warming|bootstrapp|prepar|restor|index|compil|waiting|not (?:yet )?ready|recover|import/i;

function impatient(about: About): Candidate | undefined {
  const { name, service, evidence } = about;
  const slow = said(
    about,
    /(?:[Hh]ealth ?check )?exceeded timeout(?: \((?<limit>[^)]+)\))?|timed? ?out|context deadline exceeded|signal: killed/,
  );
  if (slow) {
    const limit = seconds(service.definition.healthcheck?.timeout) ?? seconds(slow.said['limit']);
    const wanted = `${Math.max(5, Math.ceil((limit ?? 1) * 4))}s`;
    return {
      ...{ ...base(about, slow, 84), cause: 'healthcheck-too-impatient' },
      at: ['services', name, 'healthcheck', 'timeout'],
      summary: `the healthcheck of ${name} waits ${limit === undefined ? 'too short' : `${limit} s`} for an answer that takes longer`,
      suggestion: `give it a longer timeout (such as ${wanted}), or let it ask what answers at once`,
      ...(service.definition.healthcheck
        ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'timeout'], value: wanted }] }
        : {}),
    };
  }
  const granted = grantedSeconds(service);
  const starting = service.logs.findLast((text) => notReadyWords.test(text));
  const upFor = Math.max(...service.containers.map(({ upMs }) => upMs ?? 0)) / 1000;
  const short = granted <= 10;
  if (
    !['unhealthy', 'waiting'].includes(standingOf(evidence, name)) ||
    !short ||
    service.containers.some(({ restarts, deaths }) => restarts > 0 || deaths.length > 0)
  )
    return undefined;
  const line = about.lines.at(-1);
  return {
    ...{
      ...base(
        about,
        line ? { source: 'health', from: `healthcheck of ${name}`, text: line } : undefined,
        starting || service.listens?.length === 0 ? 76 : 56,
      ),
      cause: 'healthcheck-too-impatient',
    },
    evidence: [
      ...(starting ? [quote({ from: `logs of ${name}`, text: starting })] : []),
      { from: `healthcheck of ${name}`, text: line ?? `exit code ${about.codes.at(-1)}` },
    ],
    at: ['services', name, 'healthcheck'],
    summary: `the healthcheck of ${name} gave up after ${Math.round(granted)} s, while ${name} was still starting${upFor > 0 ? ` (up for ${Math.round(upFor)} s)` : ''}`,
    suggestion: 'give it start_period: 30s, or as long as it needs at worst',
    ...(service.definition.healthcheck
      ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'start_period'], value: '30s' }] }
      : {}),
  };
}

/** How long a service may take before it counts as unhealthy. */
function grantedSeconds({ definition }: ServiceEvidence): number {
  const { interval, retries, start_period: start } = definition.healthcheck ?? {};
  return (seconds(start) ?? 0) + (seconds(interval) ?? 30) * (retries ?? 3);
}

/** Of a Go duration such as `1m30s`. */
function seconds(duration: string | undefined): number | undefined {
  if (!duration) return undefined;
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  return parts.length > 0 ? parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? 's'] ?? 1), 0) : undefined;
}

function failing(about: About): Candidate {
  const { name, evidence, lines, codes } = about;
  const text = lines.at(-1);
  return {
    ...{ ...base(about, text ? { source: 'health', from: `healthcheck of ${name}`, text } : undefined, 46), cause: 'healthcheck-failing' },
    evidence: [{ from: `healthcheck of ${name}`, text: text ?? `exit code ${codes.at(-1)}` }, ...lastWords(evidence, name, 2)],
    summary: `the healthcheck of ${name} fails with exit code ${codes.at(-1)}${text ? `: ${text.slice(0, 160)}` : ''}`,
    suggestion: `see what it asks (${about.test.slice(1).join(' ').slice(0, 120)}) and what ${name} says meanwhile: portside logs ${name}`,
  };
}
