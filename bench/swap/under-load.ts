import { median } from '../support/figures.ts';
import { loadFor, startLoad } from './load.ts';
import type { Replacing } from './replacing.ts';

const heldOpen = 50;

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

export interface AtFixedRate extends UnderLoad {
  capacity: number;
  rate: number;
  quietP99Ms: number;
  p99Ms: number;
  seconds: number;
}

/** How long answers take at a part of what the service can do: while nothing happens, then while it is replaced. */
export async function atFixedRate(
  replacing: Replacing,
  versions: number[],
  { share, quietS }: { share: number; quietS: number },
): Promise<AtFixedRate> {
  await using held = await startLoad('sockets', webSocketOf(replacing), heldOpen);
  const capacity = await loadFor(quietS / 2, 'keepAlive', replacing.url);
  const rate = Math.floor(capacity.perSecond * share);
  const quiet = await loadFor(quietS, 'fixedRate', replacing.url, rate);
  await using load = await startLoad('fixedRate', replacing.url, rate);
  const seconds: number[] = [];
  for (const version of versions) seconds.push(await replacing.replace(version));
  const [ws, busy] = await Promise.all([held.end(), load.end()]);
  return {
    ...{
      replacements: versions.length,
      requests: quiet.requests + busy.requests,
      newConnections: 0,
      failed: quiet.failed + busy.failed,
      ws,
    },
    ...{ capacity: capacity.perSecond, rate, quietP99Ms: quiet.p99Ms, p99Ms: busy.p99Ms, seconds: median(seconds) },
  };
}

function webSocketOf({ url }: Replacing): string {
  return url.replace(/^http/, 'ws').replace(/\/$/, '/ws');
}
