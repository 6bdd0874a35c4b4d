import { tryConnection } from '../system/connection.ts';
import { addressesOf } from '../system/look-up.ts';
import { type Sight, missing, resetHint } from './sight.ts';

/** The engine's proxy accepts for a container that does not listen, and hangs up within milliseconds. */
const holdMs = 100;

/** Connects to every address of the name at once; one that answers will do. It proves that somebody listens, and no more. */
export async function lookTcp({ host, port }: { host: string; port: number }, connectMs: number): Promise<Sight> {
  let addresses: string[];
  try {
    addresses = await addressesOf(host, connectMs);
  } catch (error) {
    return missing(error, { host });
  }
  const looks = addresses.map((address) => lookAt(address, { host, port }, connectMs));
  try {
    return await Promise.any(looks.map(async (look) => orThrow(await look)));
  } catch {
    return (await looks[0]) ?? missing(Object.assign(new Error(), { code: 'ENOTFOUND' }), { host });
  }
}

async function lookAt(address: string, { host, port }: { host: string; port: number }, connectMs: number): Promise<Sight> {
  const connection = await tryConnection({ host: address, port }, holdMs, connectMs + holdMs);
  switch (connection.ended) {
    case 'held':
    case 'answered':
      return { ready: true, detail: `accepts connections at ${address}` };
    case 'closed':
      return { ready: false, reason: 'reset', detail: `${address} accepts and hangs up at once`, hint: resetHint };
    case 'timeout':
      return missing(Object.assign(new Error(), { code: 'ETIMEDOUT' }), { host, by: address });
    case 'failed':
      return missing(connection.error, { host, by: address });
  }
}

function orThrow(sight: Sight): Sight {
  if (sight.ready) return sight;
  throw new Error(sight.detail);
}
