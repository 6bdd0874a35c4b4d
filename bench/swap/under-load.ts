import { startLoad } from './load.ts';
import type { Replacing } from './replacing.ts';

/** WebSockets. */
export const heldOpen = 50;

export interface UnderLoad {
  replacements: number;
  requests: number;
  newConnections: number;
  failed: number;
  ws: { closedProperly: number; failed: number };
}

/** Replacements one after the other while everything comes as fast as it is answered, on connections that are kept and on new ones, beside held WebSockets. */
export async function underFullSpeed(replacing: Replacing, versions: number[]): Promise<UnderLoad> {
  await using held = await startLoad('sockets', webSocketOf(replacing), heldOpen);
  await using fresh = await startLoad('newConnections', replacing.url);
  await using kept = await startLoad('keepAlive', replacing.url);
  for (const version of versions) await replacing.replace(version);
  const [ws, newOnes, keptOnes] = await Promise.all([held.end(), fresh.end(), kept.end()]);
  return {
    replacements: versions.length,
    requests: keptOnes.requests,
    newConnections: newOnes.requests,
    failed: keptOnes.failed + newOnes.failed,
    ws,
  };
}

/** Where the same service takes WebSockets. */
export function webSocketOf({ url }: Replacing): string {
  return url.replace(/^http/, 'ws').replace(/\/$/, '/ws');
}
