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
    admin: { listen: `unix/${places.admin}`, config: { persist: false } },
    logging: { logs: { default: { writer: { output: 'stdout' }, level: 'WARN' } } },
    apps: {
      http: { servers: { ...Object.fromEntries([...live, ...staging]), ...(site && siteServers(site)) } },
      ...(certificate && { tls: { certificates: { load_files: [certificate] } } }),
    },
  };
}

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
  const name = slotAlias(service, 'a').replace('.a.', '.{http.vars.slot}.');
  return {
    handle: [
      {
        handler: 'reverse_proxy',
        dynamic_upstreams: { source: 'a', name, port: String(target), refresh: '1s' },
        load_balancing: { selection_policy: { policy: 'least_conn' }, try_duration: '5s', try_interval: '100ms' },
        ...(several && { health_checks: { passive: { max_fails: 1, fail_duration: '2s' } } }),
        // Without `compression: false` Caddy would ask for gzip where the client did not, and unpack it.
        transport: {
          protocol: 'http',
          compression: false,
          dial_timeout: '2s',
          keep_alive: { enabled: true, idle_timeout: '1s', max_idle_conns_per_host: 256 },
        },
      },
    ],
  };
}
