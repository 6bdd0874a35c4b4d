import { socketAddress } from './socket-address.ts';
import type { EngineAddress } from './address.ts';

export function fromDefaultSocket(): Promise<EngineAddress | undefined> {
  return socketAddress('/var/run/docker.sock', "Docker's default socket");
}
