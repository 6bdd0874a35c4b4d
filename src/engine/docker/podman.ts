import type Dockerode from 'dockerode';
import type { Health } from '../../deploy/model/container.ts';
import { healthOf } from './describe-container.ts';

// Podman serves its own API only under a version.
const libpod = '/v4.0.0/libpod';

/** Podman's own API, beside the Docker-compatible one: runs the healthcheck once and updates the container's health. */
export async function runPodmanHealthcheck(docker: Dockerode, id: string): Promise<Health> {
  const answer = await get(docker, `${libpod}/containers/${encodeURIComponent(id)}/healthcheck`);
  return healthOf(typeof answer === 'object' && answer !== null && 'Status' in answer ? String(answer.Status) : undefined);
}

/** Docker's default; in seconds, as the engine takes it. */
const defaultGrace = 10;

/** Made without a grace time, a container has one of 0 here, and would be killed at once. */
export async function stopOnPodman(container: Dockerode.Container): Promise<void> {
  const { Config: config } = (await container.inspect()) as Dockerode.ContainerInspectInfo & Graceful;
  await container.stop(config.StopTimeout ? {} : { t: defaultGrace });
}

/** Missing in the published types. */
interface Graceful {
  Config: { StopTimeout?: number };
}

function get(docker: Dockerode, path: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  docker.modem.dial(
    { path, method: 'GET', statusCodes: { 200: true, 404: 'no such container', 409: 'not running' } },
    (error: unknown, answer: unknown) => (error ? reject(error instanceof Error ? error : new Error(String(error))) : resolve(answer)),
  );
  return promise;
}
