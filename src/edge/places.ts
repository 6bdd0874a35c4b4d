import { hashOf } from '../deploy/model/hash.ts';

/** Where the edge's files lie, inside its own container. */
export const places = {
  folder: '/etc/portside',
  caddyConfig: '/etc/portside/caddy.json',
  nginxConfig: '/etc/portside/nginx.conf',
  /** Written by the container itself before nginx starts: what resolves names in it differs from engine to engine. */
  nginxResolver: '/etc/portside/resolver.conf',
  /** Holds `SERVICE.b` where slot b is the live one. */
  live: '/etc/portside/live',
  /** Holds `SERVICE.XX` for each two hexadecimal digits that a request meeting the other slot may begin with. */
  share: '/etc/portside/share',
  /** Caddy's own interface: a socket in the container, so that no network leads to it. */
  admin: '/etc/portside/admin.sock',
  /** Of the Caddy that WebSockets pass through. */
  caddyStreams: '/etc/portside/streams.json',
  streamsAdmin: '/etc/portside/streams.sock',
  /** On the container's own loopback. */
  streamsPort: 2018,
} as const;

/** The file that says that slot b of a service is live. */
export function liveFile(service: string): string {
  return `${places.live}/${service}.b`;
}

/** The files that send this share of a service's requests to the slot that is not live. Of 256 beginnings as many as fit `percent`, at least one. */
export function shareFiles(service: string, percent: number): string[] {
  const count = Math.max(1, Math.round((Math.min(percent, 100) * 256) / 100));
  return Array.from({ length: count }, (_, beginning) => `${places.share}/${service}.${beginning.toString(16).padStart(2, '0')}`);
}

/** As a shell finds them all. */
export function sharePattern(service: string): string {
  return `${places.share}/${service}.??`;
}

/** A domain's certificate chain and its key, as PEM. */
export interface KeyPair {
  certificate: string;
  key: string;
}

/** Where a certificate lies: named by what it is, so that a renewed one is another configuration. */
export function certificatePlaces(pair: KeyPair): KeyPair {
  const name = `${places.folder}/site-${hashOf(pair).slice(0, 12)}`;
  return { certificate: `${name}.crt`, key: `${name}.key` };
}
