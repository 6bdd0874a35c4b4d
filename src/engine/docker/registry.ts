import type Dockerode from 'dockerode';
import { saysNoSuchManifest } from '../classify.ts';

/** Asks through the engine, which knows its mirrors and which registries need no certificate. Who is refused is not told whether it is there. */
export async function askRegistry(docker: Dockerode, reference: string, timeoutMs: number): Promise<boolean | undefined> {
  const { promise, resolve } = Promise.withResolvers<boolean | undefined>();
  const path = `/distribution/${reference}/json`;
  docker.modem.dial(
    { path, method: 'GET', abortSignal: AbortSignal.timeout(timeoutMs), statusCodes: { 200: true, 404: 'not found' } },
    (error: unknown) => {
      if (!error) return resolve(true);
      resolve(saysNoSuchManifest(error) ? false : undefined);
    },
  );
  return promise;
}
