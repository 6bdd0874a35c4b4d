import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readIfAllowed } from '../../system/files.ts';
import { EngineError } from '../interface.ts';
import { dockerConfigDirectory, readTlsMaterial } from './address.ts';
import type { EngineAddress, Surroundings } from './address.ts';

/** The context that DOCKER_CONTEXT or docker's config.json names; the one called `default` means the sockets. */
export async function fromContext(surroundings: Surroundings): Promise<EngineAddress | undefined> {
  const directory = dockerConfigDirectory(surroundings);
  const name = surroundings.environment['DOCKER_CONTEXT'] || (await currentContext(directory));
  if (!name || name === 'default') return undefined;

  // Docker's context store names folders by the SHA-256 of the context's name.
  const id = createHash('sha256').update(name).digest('hex');
  const text = await readIfAllowed(join(directory, 'contexts', 'meta', id, 'meta.json'));
  if (text === undefined) {
    throw new EngineError('unreachable', `Docker's context "${name}" does not exist: \`docker context ls\` shows those that do`);
  }
  const endpoint = parse<ContextMeta>(text, name).Endpoints?.docker;
  if (!endpoint?.Host) throw new EngineError('unreachable', `Docker's context "${name}" names no engine`);
  const tls = await readTlsMaterial(join(directory, 'contexts', 'tls', id, 'docker'), !endpoint.SkipTLSVerify);
  return {
    url: endpoint.Host,
    source: `context "${name}"`,
    environment: { DOCKER_CONTEXT: name },
    ...((tls.ca ?? tls.cert) !== undefined && { tls }),
  };
}

interface ContextMeta {
  Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } };
}

async function currentContext(directory: string): Promise<string | undefined> {
  const file = join(directory, 'config.json');
  const text = await readIfAllowed(file);
  return text === undefined ? undefined : parse<{ currentContext?: string }>(text, file).currentContext;
}

function parse<T>(text: string, what: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new EngineError('unreachable', `Docker's own configuration cannot be read: ${what} is not JSON`, { cause });
  }
}
