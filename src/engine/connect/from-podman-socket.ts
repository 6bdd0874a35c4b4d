import { join } from 'node:path';
import { socketAddress } from './socket-address.ts';
import type { EngineAddress, Surroundings } from './address.ts';

/** The user's own Podman comes before the machine's. */
export async function fromPodmanSocket({ environment }: Surroundings): Promise<EngineAddress | undefined> {
  const runtime = environment['XDG_RUNTIME_DIR'];
  const own = runtime ? await socketAddress(join(runtime, 'podman', 'podman.sock'), "Podman's socket") : undefined;
  return own ?? socketAddress('/run/podman/podman.sock', "Podman's socket");
}
