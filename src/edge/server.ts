import type { EdgeSpec } from '../deploy/model/edge.ts';
import { caddyConfig } from './caddy.ts';
import { nginxConfig, shutdownSeconds } from './nginx.ts';
import { type KeyPair, places } from './places.ts';

/** What differs between the programs that can be the edge. Commands run inside its container. */
export interface EdgeServer {
  config: string;
  write(spec: EdgeSpec, certificate: KeyPair | undefined): string;
  /** Whether a configuration is right, without using it. */
  validate(file: string): string[];
  /** Loads the configuration once more, though it may be the same: streams end by it. */
  reload: string[];
  /** How long streams go on after that. */
  lingersMs: number;
}

const caddy: EdgeServer = {
  config: places.caddyConfig,
  write: (spec, certificate) => `${JSON.stringify(caddyConfig(spec, certificate), undefined, 2)}\n`,
  validate: (file) => ['caddy', 'validate', '--config', file],
  reload: ['caddy', 'reload', '--force', '--config', places.caddyConfig, '--address', `unix/${places.admin}`],
  lingersMs: 0,
};

const nginx: EdgeServer = {
  config: places.nginxConfig,
  write: nginxConfig,
  validate: (file) => ['nginx', '-t', '-q', '-c', file],
  reload: ['nginx', '-s', 'reload', '-c', places.nginxConfig],
  lingersMs: shutdownSeconds * 1000,
};

export const servers: Record<EdgeSpec['server'], EdgeServer> = { caddy, nginx };
