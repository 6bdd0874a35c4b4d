import { isNotChosen, mayBeUnneeded } from '../../reach/unused.ts';
import type { Rule, CheckInput, Found } from '../../rule.ts';
import { isLoopback, rewritten } from '../../reach/address.ts';
import { callsOf, type Call } from '../../reach/call.ts';
import { familyOfScheme } from '../../reach/families.ts';
import { meantBy, hostPorts, type Meant } from '../../reach/meant.ts';
import { housemates, standingOf } from '../../reach/networks.ts';
import { byPlace, describePlace, locatedPlace, repaired, withPort } from '../../reach/place.ts';
import { commandOf, dockerfileOf, familyOf, listensOn, mentionsPort, mountedTexts } from '../../reach/server.ts';

interface Mistaken {
  call: Call;
  meant: Meant;
}

/** localhost in a container is that container: another service is called by its name. */
export const urlsNameServices: Rule = {
  id: 'urls-name-services',
  why: 'In a container, localhost is that container alone: other services are reached by their names, on the ports on which they listen inside.',
  cause: 'url-means-localhost',
  look: (input) => {
    const mistaken = callsOf(input).flatMap((call) => {
      const meant = isLoopback(call.host) && isTelling(call) && !isItself(call, input) ? meantBy(call, input) : undefined;
      return meant ? [{ call, meant }] : [];
    });
    return byPlace(mistaken).flatMap((group) => tell(group, input));
  },
};

function tell(group: Mistaken[], input: CheckInput): Found[] {
  const [first] = group;
  if (!first) return [];
  const { caller, place } = first.call;
  const severities = group.map((one) => severityOf(one, input));
  const addresses = group.map(({ call }) =>
    call.port === undefined || call.text.includes(String(call.port)) ? call.text : `${call.text}:${call.port}`,
  );
  const services = group.map(({ meant, call }) => ({ from: call.text, to: rewritten(call, { host: meant.service, ...portOf(meant) }) }));
  const ports = group.flatMap(({ call, meant }) =>
    call.portVariable && meant.port !== undefined && meant.port !== call.port ? withPort(caller, call.portVariable, meant.port, input) : [],
  );
  const worst = (['error', 'warning', 'note'] as const).find((severity) => severities.includes(severity)) ?? 'note';
  const repair = worst === 'note' ? undefined : repaired(caller, place, services, input);
  const meant = [...new Set(group.map(({ meant: { service, port } }) => (port === undefined ? service : `${service}:${port}`)))].join(', ');
  return [
    {
      severity: worst,
      service: caller,
      message: `${describePlace(caller, place)} says ${addresses.join(', ')}, which is ${caller} itself, where ${meant} ${worst === 'error' ? 'is' : 'seems to be'} meant`,
      ...locatedPlace(caller, place, input),
      fix: `write ${services.map(({ to }) => to).join(', ')}${ports.length > 0 ? ` and the container port in ${group.map(({ call }) => call.portVariable).join(', ')}` : ''}`,
      ...(repair ? { repair: [...repair, ...ports] } : {}),
    },
  ];
}

/** In a command, only what its protocol names: a page at localhost may be what the command itself serves. */
function isTelling({ place, scheme }: Call): boolean {
  if (familyOfScheme(scheme) !== undefined) return true;
  // A page's address within a longer text is part of something that this rule does not understand.
  return place.in === 'file' || (place.in === 'environment' && (scheme === undefined || /^\s*[\w+.-]+:\/\//.test(place.value)));
}

function portOf({ port }: Meant): { port?: number } {
  return port === undefined ? {} : { port };
}

/** Certain where the protocol or the name says who is meant; a page's address may be for a browser, and a script may start a server itself. */
function severityOf({ call, meant }: Mistaken, input: CheckInput): 'error' | 'warning' | 'note' {
  const { place, scheme, host } = call;
  if (place.in === 'command') return place.shell ? 'warning' : 'error';
  if (place.in === 'file') return place.proxy ? (isProxy(call, input) ? 'error' : 'warning') : 'warning';
  const web = scheme === 'http' || scheme === 'https' || scheme === 'ws' || scheme === 'wss';
  if (web)
    return reachedFromOutside(call, meant, input) && !/UPSTREAM|INTERNAL|PROXY|BACKEND|TARGET/i.test(place.name) ? 'note' : 'warning';
  // A number in common is little: an address without a scheme may be where it listens itself.
  if (meant.by === 'port') return place.value.includes(',') ? 'warning' : 'note';
  if (isNotChosen(call, meant.service, input) || mayBeUnneeded(call, meant.service, input)) return 'warning';
  if (!familyOfScheme(scheme) && (host === '0.0.0.0' || host === '::')) return 'warning';
  return 'error';
}

/** A browser on this machine gets there at localhost, on that very port. */
function reachedFromOutside({ port }: Call, { service }: Meant, input: CheckInput): boolean {
  return port !== undefined && hostPorts(service, input).has(port);
}

const proxies = new Set(['nginx', 'caddy', 'haproxy', 'traefik', 'httpd', 'nginx-unprivileged', 'openresty', 'angie', 'envoy']);

/** A plain proxy's image runs nothing else. */
function isProxy({ caller }: Call, { stack }: CheckInput): boolean {
  const { image, build } = stack.compose.services[caller] ?? {};
  return !build && proxies.has(image?.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? '');
}

/** Whether localhost may well be right: the server is in the same container, or in one that shares its network. */
function isItself(call: Call, input: CheckInput): boolean {
  const { stack, surroundings } = input;
  if (standingOf(call.caller, stack).on === 'host' || standingOf(call.caller, stack).on === 'other') return true;
  const protocol = familyOfScheme(call.scheme);
  return housemates(call.caller, stack).some((service) => {
    const definition = stack.compose.services[service] ?? {};
    const family = familyOf(service, definition);
    if (family !== undefined && (family === protocol || family === familyOfPort(call, input))) return true;
    if (call.port !== undefined && (listensOn(service, input).has(call.port) || isToldToListen(service, call, input))) return true;
    const scripts = [commandOf(definition).join(' '), ...dockerfileOf(service, surroundings), ...mountedTexts(definition, surroundings)];
    return scripts.some((text) => startsSeveral(text) || protocol?.programs.test(text) === true) || usesSockets(service, call, input);
  });
}

/** The kind of server that the call means; a server of that kind that says localhost means itself, or one of its kind. */
function familyOfPort(call: Call, input: CheckInput) {
  const meant = meantBy(call, input);
  return meant ? familyOf(meant.service, input.stack.compose.services[meant.service] ?? {}) : undefined;
}

function startsSeveral(text: string): boolean {
  return /supervisord|s6-overlay|\/init\b.*s6|runsvdir|foreman start|honcho start|concurrently\b|pm2-runtime|overmind/.test(text);
}

/** Its own command, or a script that it runs, has a server listen there. */
function isToldToListen(service: string, { port, place }: Call, input: CheckInput): boolean {
  const definition = input.stack.compose.services[service] ?? {};
  if (port === undefined) return false;
  if (place.in !== 'command' && mentionsPort(service, port, { ...input, stack: withoutEnvironment(service, input) }))
    return listens(port, [
      commandOf(definition).join(' '),
      ...mountedTexts(definition, input.surroundings),
      ...dockerfileOf(service, input.surroundings),
    ]);
  return false;
}

function withoutEnvironment(service: string, { stack }: CheckInput): CheckInput['stack'] {
  const { environment: _, ...rest } = stack.compose.services[service] ?? {};
  return { ...stack, compose: { ...stack.compose, services: { ...stack.compose.services, [service]: rest } } };
}

function listens(port: number, texts: string[]): boolean {
  const there = new RegExp(
    String.raw`(?:listen\w*\W{0,3}|--?(?:p|port|bind|b|S|listen|addr)[= ]|\bEXPOSE\b.*\s|port\s*[:=]\s*)(?:["']?[\w.[\]]*:)?${port}(?!\d)`,
    'i',
  );
  return texts.some((text) => there.test(text));
}

/** A volume in common that holds the server's socket: localhost is the socket then. */
function usesSockets(service: string, call: Call, { stack }: CheckInput): boolean {
  if (call.host !== 'localhost') return false;
  const sockets = (stack.compose.services[service]?.volumes ?? [])
    .filter(({ target }) => /\/run(?:\/|$)|sock|\/tmp$/.test(target))
    .map(({ source }) => source);
  return Object.entries(stack.compose.services).some(
    ([other, { volumes }]) =>
      other !== service && (volumes ?? []).some(({ source, type }) => type === 'volume' && sockets.includes(source)),
  );
}
