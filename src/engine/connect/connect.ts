import { engineError } from '../classify.ts';
import { createDockerEngine } from '../docker/engine.ts';
import { EngineError } from '../interface.ts';
import type { Engine } from '../interface.ts';
import type { EngineAddress, Surroundings } from './address.ts';
import { findAddresses } from './find-addresses.ts';
import { openClient } from './open-client.ts';

export interface Connected {
  engine: Engine;
  /** What a child `docker compose` needs to talk to the same engine. */
  environment: Record<string, string>;
}

/** The engine that docker's own command would talk to. Throws EngineError `unreachable` or `permission-denied`, with what was tried. */
export async function connect(surroundings: Surroundings): Promise<Connected> {
  const failures: Failure[] = [];
  for (const address of await findAddresses(surroundings)) {
    const engine = createDockerEngine(await openClient(address, surroundings.environment), address.url);
    try {
      const { kind } = await engine.facts();
      return { engine, environment: { ...address.environment, ...(kind === 'podman' && podmanBuilds) } };
    } catch (error) {
      failures.push({ address, problem: engineError(error) });
    }
  }
  throw noEngine(failures);
}

/** Podman has no BuildKit, and the fallback that Compose brings would pull one from a registry. */
const podmanBuilds = { DOCKER_BUILDKIT: '0' };

interface Failure {
  address: EngineAddress;
  problem: EngineError;
}

function noEngine(failures: Failure[]): EngineError {
  const [first] = failures;
  if (!first) {
    return new EngineError('unreachable', 'no container engine found: start Docker or Podman, or name one with DOCKER_HOST or a context');
  }
  const denied = failures.find(({ problem }) => problem.kind === 'permission-denied');
  if (denied) {
    return new EngineError(
      'permission-denied',
      `no permission to talk to the engine at ${describe(denied.address)}: join the group that owns the socket ` +
        '(for Docker: `sudo usermod -aG docker $USER`, then log in again), or run the engine rootless',
      { cause: denied.problem },
    );
  }
  const tried = failures.map(({ address, problem }) => `${describe(address)}: ${problem.message}`).join('; ');
  return new EngineError('unreachable', `no container engine answers (tried ${tried}): start it, or name another with DOCKER_HOST`, {
    cause: first.problem,
  });
}

function describe({ url, source }: EngineAddress): string {
  return `${url} (${source})`;
}
