import { connected, startExecutor } from '../support/executor-process.ts';
import { rounded } from '../support/figures.ts';
import { execution } from './execution.ts';

/** Fifty sessions, each with one command after the other. */
export async function startTimes(): Promise<{ p50_ms: number; p99_ms: number }> {
  await using server = await startExecutor();
  const sockets = await Promise.all(Array.from({ length: 50 }, () => connected(server.websocketUrl)));
  const times = await Promise.all(
    sockets.map(async (socket, place) => {
      // Not all in one instant: clients do not keep step.
      await new Promise((resolve) => setTimeout(resolve, place * 20));
      const mine: number[] = [];
      for (let turn = 0; turn < 10; turn += 1) mine.push(await execution(socket, ['sleep', '1'], () => undefined));
      return mine;
    }),
  );
  for (const socket of sockets) socket.close();
  const sorted = times.flat().toSorted((a, b) => a - b);
  const quantile = (share: number) => rounded(sorted[Math.floor(sorted.length * share)] ?? 0, 1);
  return { p50_ms: quantile(0.5), p99_ms: quantile(0.99) };
}
