import { setTimeout as sleep } from 'node:timers/promises';
import { startLoad } from './load.ts';
import type { Replacing } from './replacing.ts';

const marginMs = 500;

/** The longest time in milliseconds without an answer while a service on a fixed port is replaced. */
export async function gapOf(replacing: Replacing, version: number): Promise<number> {
  await using probing = await startLoad('prober', replacing.url);
  await sleep(marginMs);
  await replacing.replace(version);
  await sleep(marginMs);
  return (await probing.end()).gapMs;
}
