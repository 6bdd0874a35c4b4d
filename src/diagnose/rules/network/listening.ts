import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { quote } from '../../reading/lines.ts';
import { standingOf, troubled } from '../../reading/standing.ts';

/** It says where it listens, as servers do. */
const says =
  /(?:listen|serv|running|start|bound|bind|ready|accept|available|local)[a-z]*\b.{0,60}?(?<host>127\.0\.0\.1|localhost|\[::1\]):(?<port>\d{2,5})\b/i;
const saysPort = /(?:listen|serv|running|start|bound|ready|accept)[a-z]*\b.{0,60}?(?:\bport[ =:]+|:|\bon )(?<port>\d{2,5})\b/i;

/** What it does inside, held against what is published: the port on which it listens, and for whom. */
export const listening: Rule = {
  look: (evidence) =>
    troubled(evidence).flatMap((name) => {
      const service = evidence.services[name];
      return service && !hasEnded(service) ? [...onLoopback(name, service), ...onAnotherPort(evidence, name, service)] : [];
    }),
};

function hasEnded({ containers }: ServiceEvidence): boolean {
  return containers.every(({ state }) => state !== 'running');
}

function onLoopback(name: string, service: ServiceEvidence): Candidate[] {
  if (service.definition.network_mode === 'host') return [];
  const wanted = wantedPorts(service);
  const closed = service.listens?.filter(({ port, loopback }) => loopback && wanted.includes(port)).map(({ port }) => port) ?? [];
  const line = service.logs.findLast((text) => wanted.includes(Number(says.exec(text)?.groups?.['port'])));
  const port = closed[0] ?? (service.listens ? undefined : Number((line && says.exec(line)?.groups?.['port']) || Number.NaN));
  if (port === undefined || Number.isNaN(port)) return [];
  const [variable] = hostVariable(service);
  const file = service.files.find(({ text }) => text && text.includes('127.0.0.1') && text.includes(String(port)));
  return [
    {
      ...{ cause: 'listens-on-loopback', service: name, sure: 88 },
      evidence: [
        ...(closed.length > 0 ? [{ from: `inside ${name}`, text: `listens on 127.0.0.1:${port} only` }] : []),
        ...(line ? [quote({ from: `logs of ${name}`, text: line })] : []),
      ],
      summary: `${name} listens on 127.0.0.1:${port} inside its container, where nobody else reaches it`,
      suggestion: `let it listen on 0.0.0.0${variable ? `: give it ${variable}=0.0.0.0` : file ? ` in ${file.file}` : ' (a --host or --bind option, a variable such as HOST, or its settings file)'}`,
      ...(variable
        ? { at: ['services', name, 'environment'] }
        : file
          ? { at: placeIn(file.file, file.text ?? '', '127.0.0.1') }
          : { at: ['services', name] }),
      ...loopbackRepair(name, service, variable, file),
    },
  ];
}

/** A variable that its program reads for the host to listen on. */
function hostVariable({ files }: ServiceEvidence): string[] {
  const reads =
    /(?:process\.env\.|environ(?:\.get)?[([]['"]|getenv\(['"]|ENV\[['"])(?<name>\w*(?:HOST|BIND|ADDR|LISTEN)\w*)\b[^\n]{0,30}['"](?:127\.0\.0\.1|localhost)['"]/;
  return files.flatMap(({ text }) => reads.exec(text ?? '')?.groups?.['name'] ?? []);
}

function loopbackRepair(
  name: string,
  service: ServiceEvidence,
  variable: string | undefined,
  file: ServiceEvidence['files'][number] | undefined,
): Pick<Candidate, 'repair'> {
  if (variable && service.definition.environment?.[variable] == null)
    return { repair: [{ edit: 'set', path: ['services', name, 'environment', variable], value: '0.0.0.0' }] };
  const lines = file?.text?.split('\n') ?? [];
  const telling = lines.flatMap((line, index) =>
    /listen|bind|host/i.test(line) && line.split('127.0.0.1').length === 2 ? [{ line, at: index + 1 }] : [],
  );
  const quoted = lines.flatMap((line, index) => {
    const [word, ...more] = line.match(/listen/i.test(line) ? /(?<quote>['"])127\.0\.0\.1\k<quote>/g : /(?!)/g) ?? [];
    return word !== undefined && more.length === 0 ? [{ word, at: index + 1 }] : [];
  });
  const [host] = quoted;
  // Beside the address that it takes it may print one.
  if (file && host && quoted.length === 1)
    return {
      repair: [{ edit: 'replace', file: file.file, line: host.at, from: host.word, to: host.word.replace('127.0.0.1', '0.0.0.0') }],
    };
  const [only] = telling;
  return file && only && telling.length === 1
    ? { repair: [{ edit: 'replace', file: file.file, line: only.at, from: '127.0.0.1', to: '0.0.0.0' }] }
    : {};
}

function placeIn(file: string, text: string, word: string): string {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function wantedPorts({ definition, expectation, listens }: ServiceEvidence): number[] {
  const published = (definition.ports ?? []).filter(({ protocol }) => protocol !== 'udp').map(({ target }) => target);
  const wanted = [...published, ...(expectation?.listens ?? [])];
  return wanted.length > 0 ? wanted : (listens ?? []).map(({ port }) => port);
}

function onAnotherPort(evidence: Evidence, name: string, service: ServiceEvidence): Candidate[] {
  const standing = standingOf(evidence, name);
  if (standing === 'restarting' || standing === 'unhealthy') return [];
  const published = (service.definition.ports ?? []).flatMap((port, index) => (port.protocol === 'udp' ? [] : [{ ...port, index }]));
  const open = service.listens?.filter(({ loopback }) => !loopback).map(({ port }) => port);
  const line = service.logs.findLast((text) => saysPort.test(text));
  const said = Number(line && saysPort.exec(line)?.groups?.['port']);
  const others = open ?? (Number.isNaN(said) ? [] : [said]);
  const vain = published.filter(
    ({ target }) => !(open ?? others).includes(target) && !service.listens?.some(({ port }) => port === target),
  );
  const [first] = vain;
  const free = others.filter((port) => !published.some(({ target }) => target === port));
  const [right] = free;
  if (!first || right === undefined) return [];
  const shown = free.join(', ');
  return [
    {
      ...{ cause: 'publishes-wrong-port', service: name, sure: open ? 84 : 68 },
      evidence: [
        { from: `inside ${name}`, text: `nothing listens on :${first.target}${open ? `, it listens on ${shown}` : ''}` },
        ...(line && free.includes(said) ? [quote({ from: `logs of ${name}`, text: line })] : []),
      ],
      summary: `${name} listens on ${shown}, and its container port ${first.target} is published`,
      suggestion: `publish ${right} instead: ports: ["${first.published ?? right}:${right}"]; or let ${name} listen on ${first.target}`,
      at: ['services', name, 'ports', first.index],
      ...(free.length === 1 && vain.length === 1
        ? { repair: [{ edit: 'set', path: ['services', name, 'ports', first.index, 'target'], value: right }] }
        : {}),
    },
  ];
}
