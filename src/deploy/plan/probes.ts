import type { Settings } from '../../contract/settings.ts';
import type { ComposeFile, ComposePort } from '../model/compose-file.ts';
import { edgeService } from '../model/edge.ts';
import type { Images } from '../model/image.ts';
import type { Probe } from '../model/probe.ts';
import { replicasOf } from '../model/replicas.ts';
import { effectiveHealthcheck } from '../model/healthcheck.ts';

/** What will be looked at from outside: the settings' own probes, the healthchecks' URLs, and every published port. */
export function planProbes(whole: ComposeFile, images: Images, settings: Settings): Probe[] {
  const compose = withContainers(whole);
  const asked = (settings.verify ?? []).map(probeOf).filter(({ service }) => compose.services[service]);
  const urls = Object.keys(compose.services).flatMap((service) => healthcheckUrl(service, compose, images));
  const looked = [...asked, ...urls.filter((probe) => !asked.some((other) => sameEndpoint(probe, other)))];
  const published = Object.entries(compose.services).flatMap(([service, { ports }]) =>
    onceEach(ports ?? [])
      .filter(({ target }) => service !== edgeService || edgeTargets.includes(target))
      .map((port) => portProbe(service, port)),
  );
  return [...looked, ...published.filter((probe) => !looked.some((other) => samePort(probe, other)))];
}

/** Of the edge: its other ports are those of the services behind it. */
const edgeTargets = [80, 443];

/** A service scaled to nothing has nothing to look at. */
function withContainers(compose: ComposeFile): ComposeFile {
  const services = Object.entries(compose.services).filter(([, definition]) => replicasOf(definition) > 0);
  return { ...compose, services: Object.fromEntries(services) };
}

/** As the settings write it. */
export function probeOf(asked: NonNullable<Settings['verify']>[number]): Probe {
  const cause = 'x-portside.verify asks for it';
  switch (asked.kind) {
    case 'http': {
      const { service, port, path, status, body, json, tls } = asked;
      return {
        kind: 'http',
        service,
        target: port,
        path,
        accept: status ?? 'success',
        tls,
        cause,
        ...(body ? { body } : {}),
        ...(json ? { json } : {}),
      };
    }
    case 'websocket':
      return { kind: 'websocket', service: asked.service, target: asked.port, path: asked.path, tls: asked.tls, cause };
    case 'tcp':
      return { kind: 'tcp', service: asked.service, target: asked.port, cause };
    case 'command':
      return { kind: 'command', service: asked.service, run: asked.run, cause };
  }
}

const localUrl = /(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::(\d+))?(?=[/\s'"|&;)]|$)(\/[^\s'"|&;)]*)?/;

function healthcheckUrl(service: string, compose: ComposeFile, images: Images): Probe[] {
  const definition = compose.services[service];
  const check = definition && effectiveHealthcheck(definition, images[service]);
  const command = check?.test.join(' ') ?? '';
  const [, scheme, port, path] = /\b(curl|wget)\b/.test(command) ? (localUrl.exec(command) ?? []) : [];
  if (!scheme || path?.includes('$')) return [];
  const target = Number(port ?? (scheme === 'https' ? 443 : 80));
  if (!definition?.ports?.some((published) => published.target === target && published.protocol !== 'udp')) return [];
  const accept = demandsSuccess(command) ? 'success' : 'any';
  return [
    {
      kind: 'http',
      service,
      target,
      path: path ?? '/',
      accept,
      tls: scheme === 'https',
      cause: 'its healthcheck asks for this URL inside',
    },
  ];
}

/** curl without `-f` takes any answer; one that sends headers or credentials gets other answers than ours would. */
function demandsSuccess(command: string): boolean {
  if (/\s(-[a-zA-Z]*[HuXd]|--(header|user|request|data|post-data|method)\b)/.test(command)) return false;
  return /\bwget\b/.test(command) || /\s(-[a-zA-Z]*f[a-zA-Z]*|--fail\S*)\b/.test(command);
}

/** A port that is published several times is one probe, which looks at each place. */
function onceEach(ports: ComposePort[]): ComposePort[] {
  return [...new Map(ports.map((port) => [`${port.target}/${port.protocol ?? 'tcp'}`, port])).values()];
}

function portProbe(service: string, port: { target: number; protocol?: string }): Probe {
  const cause = 'the port is published';
  return port.protocol === 'udp'
    ? { kind: 'udp', service, target: port.target, cause }
    : { kind: 'tcp', service, target: port.target, cause };
}

function sameEndpoint(a: Probe, b: Probe): boolean {
  return a.kind === 'http' && b.kind === 'http' && a.service === b.service && a.target === b.target && a.path === b.path;
}

/** A probe of any TCP protocol shows that the port answers. */
function samePort(port: Probe, other: Probe): boolean {
  if (other.kind === 'command' || port.kind === 'command' || port.kind === 'udp' || other.kind === 'udp') return false;
  return port.service === other.service && port.target === other.target;
}
