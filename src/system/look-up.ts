import { lookup } from 'node:dns/promises';

/** Addresses of a name as programs see them: the hosts file first, then name servers. The system's own error where there is none. */
export async function addressesOf(host: string, timeoutMs: number): Promise<string[]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  // A look-up cannot be called off: it ends by itself, and nobody hears it.
  const timer = setTimeout(() => reject(Object.assign(new Error('no name server answers'), { code: 'ETIMEOUT' })), timeoutMs);
  try {
    const found = await Promise.race([lookup(host, { all: true }), late]);
    return [...new Set(found.map(({ address }) => address))];
  } finally {
    clearTimeout(timer);
  }
}
