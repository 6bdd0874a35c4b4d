import { exists } from '../../system/exists.ts';
import type { EngineAddress } from './address.ts';

/** A socket on this machine; undefined where there is none. Whether an engine answers on it is another question. */
export async function socketAddress(path: string, source: string): Promise<EngineAddress | undefined> {
  if (!(await exists(path))) return undefined;
  const url = `unix://${path}`;
  return { url, source, environment: { DOCKER_HOST: url } };
}
