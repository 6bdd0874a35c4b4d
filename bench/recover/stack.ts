import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a version answers; `broken` never runs. */
export type Version = 'v1' | 'v2' | 'broken';

/** What the project's file says of how it is replaced. */
export type Strategy = 'recreate' | 'rolling';

/** What runs once it is up. */
export function servicesOf(strategy: Strategy): string[] {
  return strategy === 'rolling' ? ['store', 'web', 'portside-edge'] : ['store', 'web'];
}

/** Of them two publish a port. */
export const leased = 2;

export interface Written {
  name: string;
  version: Version;
  strategy: Strategy;
  /** Of ports: lanes know nothing of each other's leases, and one could take what another has given up for a moment. */
  range: string;
}

/** Ends at once when told, so that a case takes seconds; `web` is what changes, `store` never does. */
export async function writeVersion(project: string, { name, version, strategy, range }: Written): Promise<void> {
  await mkdir(project, { recursive: true });
  const serve = `mkdir -p /www && echo ${version} > /www/index.html && exec httpd -f -p 8080 -h /www`;
  const command = ['sh', '-c', version === 'broken' ? 'exit 3' : serve];
  const plain = { image: 'busybox:1.37', init: true, stop_signal: 'SIGKILL' };
  const file = {
    name,
    services: {
      // Whoever publishes a port proves itself by listening, at once.
      store: { ...plain, command: ['httpd', '-f', '-p', '8080'], ports: ['8080'], volumes: ['data:/data'] },
      web: { ...plain, command, ports: ['8080'], depends_on: ['store'] },
    },
    volumes: { data: {} },
    'x-portside': { range, ...(strategy === 'rolling' ? { update: { web: 'rolling' } } : {}) },
  };
  await writeFile(join(project, 'compose.yaml'), JSON.stringify(file));
}
