import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from '../support/place.ts';
import { ask } from './answer.ts';

/** A copy of bench/fixtures/swap; once the signal is aborted nothing is replaced any more. */
export interface Bed extends Place {
  signal: AbortSignal;
}

/** A running service, and a way to replace it. */
export interface Replacing extends AsyncDisposable {
  /** Where it answers. */
  url: string;
  /** Replaces what runs by this version, and returns once it answers: the seconds that the command took. Throws where it did not come to that. */
  replace(version: number): Promise<number>;
}

const patienceMs = 30_000;
const betweenMs = 50;

/** For ways that call it done before it answers. */
export async function awaitVersion(url: string, version: number): Promise<void> {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await sleep(betweenMs))
    if ((await ask(url).catch(() => undefined)) === version) return;
  throw new Error(`${url} did not come to answer with version ${version}`);
}
