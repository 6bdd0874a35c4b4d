import type { Clock } from '../system/clock.ts';
import type { Engine } from './interface.ts';

/** A daemon that starts again takes seconds. */
const askAgainMs = 250;

/**
 * Waits until an engine that was lost answers again; at once where it does. False where it has not after `limitMs`, or the signal aborts.
 * Throws nothing: whatever else is wrong shows at the next request.
 */
export async function awaitEngine(
  engine: Pick<Engine, 'info'>,
  { clock, limitMs, signal }: { clock: Clock; limitMs: number; signal?: AbortSignal },
): Promise<boolean> {
  const over = new AbortController();
  const ends = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  // One that takes the question and gives no answer is not back.
  const late = clock.sleep(limitMs, ends).then(() => {
    over.abort();
    return false;
  });
  while (!ends.aborted) {
    if (await Promise.race([answers(engine), late])) {
      over.abort();
      return true;
    }
    await clock.sleep(askAgainMs, ends);
  }
  return false;
}

async function answers(engine: Pick<Engine, 'info'>): Promise<boolean> {
  return engine.info().then(
    () => true,
    () => false,
  );
}
