import { dockerConfigDirectory, readTlsMaterial } from './address.ts';
import type { EngineAddress, Surroundings } from './address.ts';

const passedOn = ['DOCKER_HOST', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

/** DOCKER_HOST, which comes before every context, with the TLS variables that go with it. */
export async function fromDockerHost(surroundings: Surroundings): Promise<EngineAddress | undefined> {
  const { environment } = surroundings;
  const url = environment['DOCKER_HOST'];
  if (!url) return undefined;
  const wantsTls = Boolean(environment['DOCKER_TLS_VERIFY'] || environment['DOCKER_TLS']);
  const certificates = environment['DOCKER_CERT_PATH'] || dockerConfigDirectory(surroundings);
  return {
    url,
    source: 'DOCKER_HOST',
    environment: Object.fromEntries(passedOn.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
    ...(wantsTls && { tls: await readTlsMaterial(certificates, Boolean(environment['DOCKER_TLS_VERIFY'])) }),
  };
}
