import { join } from 'node:path';
import { socketAddress } from './socket-address.ts';
import type { EngineAddress, Surroundings } from './address.ts';

export async function fromRootlessSocket({ environment }: Surroundings): Promise<EngineAddress | undefined> {
  const runtime = environment['XDG_RUNTIME_DIR'];
  return runtime ? socketAddress(join(runtime, 'docker.sock'), "rootless Docker's socket") : undefined;
}
