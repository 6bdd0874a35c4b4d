import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../support/figures.ts';
import { loadFor, startLoad } from './load.ts';
import type { Replacing } from './replacing.ts';
import { heldOpen, type UnderLoad, webSocketOf } from './under-load.ts';

export interface AtFixedRate extends UnderLoad {
  /** Answers a second at full speed, and the part of them that is asked for. */
  capacity: number;
  rate: number;
  quietP99Ms: number;
  p99Ms: number;
  /** Of one replacement. */
  seconds: number;
}

const capacityS = 6;
/** Before the first replacement, and between two of them. */
const quietMs = 4000;
/** Programs get fast while they run: what comes first says nothing. */
const warmUpMs = 2000;

/** How long answers take at a part of what the service can do: while it is replaced, and in the quiet time between, so that whatever else the machine does meets both. */
export async function atFixedRate(replacing: Replacing, versions: number[], share: number): Promise<AtFixedRate> {
  await using held = await startLoad('sockets', webSocketOf(replacing), heldOpen);
  const capacity = await loadFor(capacityS, 'keepAlive', replacing.url);
  const rate = Math.floor(capacity.perSecond * share);
  await using load = await startLoad('fixedRate', replacing.url, rate);
  await sleep(warmUpMs);
  const begun = Date.now();
  const times: { from: number; to: number; seconds: number }[] = [];
  for (const version of versions) {
    await sleep(quietMs);
    const from = Date.now();
    times.push({ from, seconds: await replacing.replace(version), to: Date.now() });
  }
  const [ws, { requests, failed, answers }] = await Promise.all([held.end(), load.end()]);
  const counted = answers.filter(([dueAt]) => dueAt >= begun);
  const meanwhile = (dueAt: number) => times.some(({ from, to }) => from <= dueAt && dueAt <= to);
  return {
    ...{ replacements: versions.length, requests, newConnections: 0, failed: failed + capacity.failed, ws },
    ...{ capacity: capacity.perSecond, rate, seconds: median(times.map(({ seconds }) => seconds)) },
    quietP99Ms: p99(counted.filter(([dueAt]) => !meanwhile(dueAt))),
    p99Ms: p99(counted.filter(([dueAt]) => meanwhile(dueAt))),
  };
}

function p99(answers: [dueAt: number, ms: number][]): number {
  const sorted = answers.map(([, ms]) => ms).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
