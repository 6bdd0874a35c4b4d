/** Where the edge's files lie, inside its own container. */
export const places = {
  caddyConfig: '/etc/portside/caddy.json',
  nginxConfig: '/etc/portside/nginx.conf',
  /** Written by the container itself before nginx starts: what resolves names in it differs from engine to engine. */
  nginxResolver: '/etc/portside/resolver.conf',
  certificate: '/etc/portside/site.crt',
  key: '/etc/portside/site.key',
  /** Holds `SERVICE.b` where slot b is the live one. */
  live: '/etc/portside/live',
  /** Holds `SERVICE.XX` for each two hexadecimal digits that a request meeting the other slot may begin with. */
  share: '/etc/portside/share',
  /** Caddy's own interface: a socket in the container, so that no network leads to it. */
  admin: '/etc/portside/admin.sock',
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
