import { join } from 'node:path';
import { readIfExists } from '../../system/files.ts';

/** Where an engine may answer, and how a child `docker compose` is told to talk to the same one. */
export interface EngineAddress {
  /** As DOCKER_HOST writes it: `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376`, `ssh://user@host`. */
  url: string;
  /** Who named it: `DOCKER_HOST`, `context "remote"`, `Docker's default socket`. */
  source: string;
  environment: Record<string, string>;
  tls?: TlsMaterial;
}

export interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  /** False where the user told Docker to take any certificate. */
  verify: boolean;
}

/** What the ways of finding an engine look at. */
export interface Surroundings {
  environment: Record<string, string | undefined>;
  /** The user's home folder. */
  home: string;
}

/** Where docker's own command keeps its configuration. */
export function dockerConfigDirectory({ environment, home }: Surroundings): string {
  return environment['DOCKER_CONFIG'] || join(home, '.docker');
}

/** ca.pem, cert.pem and key.pem of one folder; those that are missing stay out. */
export async function readTlsMaterial(directory: string, verify: boolean): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((file) => readIfExists(join(directory, file))));
  return { verify, ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}
