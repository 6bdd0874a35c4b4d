import type { EdgeSpec } from '../deploy/model/edge.ts';
import { caddyConfig, caddyStreamsConfig } from './caddy.ts';
import { nginxConfig, shutdownSeconds } from './nginx.ts';
import { type KeyPair, places } from './places.ts';

/** What differs between the programs that can be the edge. Commands run inside its container. */
export interface EdgeServer {
  config: string;
  write(spec: EdgeSpec, certificate: KeyPair | undefined): string;
  /** Whether a configuration is right, without using it. */
  validate(file: string): string[];
  reload: string[];
  /** Files beside the configuration that are always the same. */
  constant: { path: string; content: string }[];
  /** Ends streams, of every service and slot, without another request being lost. */
  closeStreams: string[];
  /** How long streams go on after that. */
  lingersMs: number;
}

const caddy: EdgeServer = {
  config: places.caddyConfig,
  write: (spec, certificate) => `${JSON.stringify(caddyConfig(spec, certificate), undefined, 2)}\n`,
  validate: (file) => ['caddy', 'validate', '--config', file],
  reload: reloadCaddy(places.caddyConfig, places.admin),
  constant: [{ path: places.caddyStreams, content: `${JSON.stringify(caddyStreamsConfig(), undefined, 2)}\n` }],
  closeStreams: reloadCaddy(places.caddyStreams, places.streamsAdmin),
  lingersMs: 0,
};

const nginx: EdgeServer = {
  config: places.nginxConfig,
  write: nginxConfig,
  validate: (file) => ['nginx', '-t', '-q', '-c', file],
  reload: ['nginx', '-s', 'reload', '-c', places.nginxConfig],
  constant: [],
  // Its old workers end them; they also close connections that are kept, as whoever keeps them to nginx has to expect.
  closeStreams: ['nginx', '-s', 'reload', '-c', places.nginxConfig],
  lingersMs: shutdownSeconds * 1000,
};

export const servers: Record<EdgeSpec['server'], EdgeServer> = { caddy, nginx };

/** Though it may be the same. */
function reloadCaddy(file: string, admin: string): string[] {
  return ['caddy', 'reload', '--force', '--config', file, '--address', `unix/${admin}`];
}
