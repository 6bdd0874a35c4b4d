import type { EdgeSite, EdgeSpec } from '../deploy/model/edge.ts';
import { otherSlot, slotAlias, type Slot } from '../deploy/model/slot.ts';
import { type KeyPair, liveFile, places } from './places.ts';

/** nginx.conf for 1.22 and later. It never changes with a switch: files say which slot is live. `certificate` is where the site's lies. */
export function nginxConfig({ routes, site }: EdgeSpec, certificate?: KeyPair): string {
  const targets = new Map([...routes, ...(site ? [site] : [])].map((one) => [one.staging, one]));
  const servers = [
    ...routes.map((route) => server([`listen ${route.listen};`, ...liveSlot(route.service), ...pass(route)])),
    ...[...targets.values()].map((one) => server([`listen ${one.staging};`, ...slots(one.service, 'b'), ...pass(one)])),
    ...(site && certificate ? siteServers(site, certificate) : []),
  ];
  return `${head}${servers.join('')}}\n`;
}

/** Workers that a new configuration replaces let what is under way finish, and end streams after this time. */
export const shutdownSeconds = 5;

const head = `# Written by Portside.
user nginx;
worker_processes auto;
worker_shutdown_timeout ${shutdownSeconds}s;
error_log /dev/stdout warn;
pid /run/nginx.pid;
events {
  worker_connections 4096;
}
http {
  access_log off;
  server_tokens off;
  include ${places.nginxResolver};
  resolver_timeout 2s;
  map $http_upgrade $portside_connection {
    default upgrade;
    "" close;
  }
  map $request_id $portside_beginning {
    "~^(?<beginning>..)" $beginning;
  }
  client_max_body_size 0;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_set_header X-Forwarded-Host $http_host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $portside_connection;
  proxy_request_buffering off;
  proxy_buffering off;
  proxy_buffer_size 32k;
  proxy_buffers 8 32k;
  proxy_busy_buffers_size 64k;
  proxy_connect_timeout 2s;
  proxy_read_timeout 1h;
  proxy_send_timeout 1h;
  proxy_next_upstream error timeout;
  proxy_next_upstream_timeout 5s;
`;

function server(lines: string[]): string {
  return `  server {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n`;
}

function siteServers({ domain, ...site }: EdgeSite, { certificate, key }: KeyPair): string[] {
  const tls = [
    'listen 443 ssl;',
    `server_name ${domain};`,
    `ssl_certificate ${certificate};`,
    `ssl_certificate_key ${key};`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
  ];
  return [
    server(['listen 80;', `server_name ${domain};`, 'return 308 https://$host$request_uri;']),
    server([...tls, `if ($host != ${domain}) { return 421; }`, ...liveSlot(site.service), ...pass(site)]),
  ];
}

/** Each request finds its slot: the live one, or the other one for its share while a canary runs. */
function liveSlot(service: string): string[] {
  return [...slots(service, 'a'), `if (-f ${places.share}/${service}.$portside_beginning) { set $slot $other; }`];
}

/** `first` is the slot where no file says anything. */
function slots(service: string, first: Slot): string[] {
  const second = otherSlot(first);
  return [`set $slot ${first};`, `set $other ${second};`, `if (-f ${liveFile(service)}) { set $slot ${second}; set $other ${first}; }`];
}

/** A name with a variable in it is resolved anew, so that all containers of the slot are found, and only those that run. */
function pass({ service, target }: { service: string; target: number }): string[] {
  const name = slotAlias(service, '$slot');
  return [`location / { proxy_pass http://${name}:${target}; }`];
}
