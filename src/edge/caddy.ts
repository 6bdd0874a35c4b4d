import type { EdgeSite, EdgeSpec } from '../deploy/model/edge.ts';
import { otherSlot, slotAlias, type Slot } from '../deploy/model/slot.ts';
import { type KeyPair, liveFile, places } from './places.ts';

/** Caddy's configuration in its own JSON (https://caddyserver.com/docs/json/), for 2.6 and later. It never changes with a switch: files say which slot is live. `certificate` is where the site's lies. */
export function caddyConfig({ routes, site }: EdgeSpec, certificate?: KeyPair): object {
  const live = routes.map((route) => [`live-${route.listen}`, plainServer(route.listen, [...liveSlot(route), proxy(route)])] as const);
  const targets = new Map([...routes, ...(site ? [site] : [])].map((one) => [one.staging, one]));
  const staging = [...targets.values()].map(
    (one) => [`staging-${one.staging}`, plainServer(one.staging, [...otherThanLive(one), proxy(one)])] as const,
  );
  return {
    ...ground(places.admin),
    apps: {
      http: { servers: { ...Object.fromEntries([...live, ...staging]), ...(site && siteServers(site)) } },
      ...(certificate && { tls: { certificates: { load_files: [certificate] } } }),
    },
  };
}

/** The program's own interface is a socket in the container. */
function ground(admin: string): object {
  return {
    admin: { listen: `unix/${admin}`, config: { persist: false } },
    logging: { logs: { default: { writer: { output: 'stdout' }, level: 'WARN' } } },
  };
}

/**
 * WebSockets pass through a second Caddy in the same container, which knows from headers where to. To close them its configuration is loaded once more, and that ends
 * kept connections too: one that a client is just about to use for its next request would take that request with it. Plain requests never come here.
 */
export function caddyStreamsConfig(): object {
  const name = '{http.vars.name}';
  const known = { handler: 'vars', name: `{http.request.header.${slotHeader}}`, port: `{http.request.header.${portHeader}}` };
  const toContainer = {
    ...{ handler: 'reverse_proxy', trusted_proxies: ['127.0.0.1/32'] },
    ...{ dynamic_upstreams: { source: 'a', name, port: '{http.vars.port}', refresh: '1s' }, load_balancing: again, transport: transport() },
  };
  const routes = [{ handle: [known, { handler: 'headers', request: { delete: [slotHeader, portHeader] } }, toContainer] }];
  const listen = [`127.0.0.1:${places.streamsPort}`];
  return { ...ground(places.streamsAdmin), apps: { http: { servers: { streams: { ...plainServer(0, routes), listen } } } } };
}

const slotHeader = 'Portside-Slot';
const portHeader = 'Portside-Port';

interface Backend {
  service: string;
  target: number;
  several: boolean;
}

type Route = Record<string, unknown>;

function plainServer(port: number, routes: Route[]): object {
  return { listen: [`:${port}`], protocols: ['h1'], automatic_https: { disable: true }, ...patience, routes };
}

/** Slow clients are cut off before their request is whole, never while they are answered. */
const patience = { read_header_timeout: '60s' };

/** Caddy gets the certificate, and sends what comes in on port 80 on, by itself. */
function siteServers(site: EdgeSite): object {
  const routes = [
    { match: [{ host: [site.domain] }], handle: [{ handler: 'subroute', routes: [...liveSlot(site), proxy(site)] }], terminal: true },
    { handle: [{ handler: 'static_response', status_code: 421 }] },
  ];
  const own = site.certificate ? { automatic_https: { disable_certificates: true }, tls_connection_policies: [{}] } : {};
  return { site: { listen: [':443'], protocols: ['h1', 'h2'], ...patience, ...own, routes } };
}

/** Each request finds its slot: the live one, or the other one for its share while a canary runs. */
function liveSlot({ service }: Backend): Route[] {
  const beginning = '{http.regexp.request.1}';
  return [
    slot('a'),
    { match: [{ file: exists(liveFile(service)) }], ...slot('b') },
    { handle: [{ handler: 'vars', request: '{http.request.uuid}' }] },
    {
      match: [{ vars_regexp: { request: { name: 'request', pattern: '^(..)' } } }],
      handle: [
        {
          handler: 'subroute',
          routes: [
            {
              match: [{ file: exists(`${places.share}/${service}.${beginning}`) }],
              handle: [{ handler: 'vars', slot: '{http.vars.other}' }],
            },
          ],
        },
      ],
    },
  ];
}

function otherThanLive({ service }: Backend): Route[] {
  return [slot('b'), { match: [{ file: exists(liveFile(service)) }], ...slot('a') }];
}

function slot(name: Slot): Route {
  return { handle: [{ handler: 'vars', slot: name, other: otherSlot(name) }] };
}

function exists(file: string): object {
  return { root: '/', try_files: [file] };
}

/**
 * To whatever containers the slot's name stands for now. One that cannot be reached, as while it starts again, is tried again for a while. Bodies
 * and answers are passed on as they come. Connections to containers are kept for a second only: what is open then is under way.
 */
function proxy({ service, target, several }: Backend): Route {
  const name = slotAlias(service, '{http.vars.slot}');
  const toStreams = {
    handler: 'reverse_proxy',
    upstreams: [{ dial: `127.0.0.1:${places.streamsPort}` }],
    headers: { request: { set: { [slotHeader]: [name], [portHeader]: [String(target)] } } },
    ...{ load_balancing: { try_duration: '5s', try_interval: '100ms' }, transport: { ...transport(), keep_alive: { enabled: false } } },
  };
  const toContainer = {
    handler: 'reverse_proxy',
    dynamic_upstreams: { source: 'a', name, port: String(target), refresh: '1s' },
    ...{ load_balancing: again, transport: transport() },
    ...(several && { health_checks: { passive: { max_fails: 1, fail_duration: '2s' } } }),
  };
  return {
    handle: [{ handler: 'subroute', routes: [{ match: webSocket, handle: [toStreams], terminal: true }, { handle: [toContainer] }] }],
  };
}

/** Also as HTTP/2 has them (RFC 8441). */
const webSocket = [{ header_regexp: { Upgrade: { pattern: '(?i)^websocket$' } } }, { method: ['CONNECT'] }];

const again = { selection_policy: { policy: 'least_conn' }, try_duration: '5s', try_interval: '100ms' };

/** Without `compression: false` Caddy would ask for gzip where the client did not, and unpack it. */
function transport(): object {
  const kept = { enabled: true, idle_timeout: '1s', max_idle_conns_per_host: 256 };
  return { protocol: 'http', compression: false, dial_timeout: '2s', keep_alive: kept };
}
