import type { Sink } from './world.ts';

/** Resolves once there is room for more, or nobody wants to wait for that any longer. */
export async function writeAtItsPace(sink: Sink, text: string, signal: AbortSignal): Promise<void> {
  const hasRoom = sink.write(text) !== false;
  if (hasRoom || !sink.once || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const onAbort = () => resolve();
  sink.once('drain', resolve);
  signal.addEventListener('abort', onAbort);
  await promise;
  signal.removeEventListener('abort', onAbort);
}
