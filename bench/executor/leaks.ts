import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connected, countByEnvironment, startExecutor } from '../support/executor-process.ts';

const stubborn = fileURLToPath(new URL('../fixtures/executor/stubborn', import.meta.url));

/** Processes that are left of 500 sessions whose processes ignore TERM: half cancelled, half simply left. */
export async function leaks(): Promise<number> {
  const mark = `PORTSIDE_BENCH=${process.pid}-${Date.now()}`;
  const [name = '', value = ''] = mark.split('=');
  await using server = await startExecutor({ [name]: value });
  for (let batch = 0; batch < 10; batch += 1) {
    await Promise.all(Array.from({ length: 50 }, (_, place) => cancelOne(server.websocketUrl, place % 2 === 0)));
  }
  const deadline = Date.now() + 20_000;
  // The executor itself carries the mark.
  while ((await countByEnvironment(mark)) > 1 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  return (await countByEnvironment(mark)) - 1;
}

async function cancelOne(url: string, politely: boolean): Promise<void> {
  const socket = await connected(url);
  const ended = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const { method } = JSON.parse(data.toString()) as { method?: string };
      if (method === 'process.started' && politely)
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'control', params: { type: 'CANCEL' } }));
      if (method === 'process.canceled' || (method === 'process.started' && !politely)) resolve();
    });
  });
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: [stubborn] } }));
  await ended;
  socket.close();
  await once(socket, 'close');
}
