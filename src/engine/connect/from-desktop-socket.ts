import { join } from 'node:path';
import { socketAddress } from './socket-address.ts';
import type { EngineAddress, Surroundings } from './address.ts';

export function fromDesktopSocket({ home }: Surroundings): Promise<EngineAddress | undefined> {
  return socketAddress(join(home, '.docker', 'run', 'docker.sock'), "Docker Desktop's socket");
}
