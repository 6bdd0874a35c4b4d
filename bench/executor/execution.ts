import type { WebSocket } from 'ws';

/** Resolves when the command has ended, to the milliseconds from asking to its start. */
export function execution(socket: WebSocket, command: string[], onData: (data: string) => void): Promise<number> {
  const since = performance.now();
  let startedMs = 0;
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { id?: number; error?: object; method?: string; params?: { data: string } };
      if (message.error) reject(new Error(`the executor refused: ${JSON.stringify(message.error)}`));
      if (message.id === 1) startedMs = performance.now() - since;
      if (message.method === 'process.output') onData(message.params?.data ?? '');
      if (message.method !== 'process.completed') return;
      socket.off('message', listen);
      resolve(startedMs);
    };
    socket.on('message', listen);
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command } }));
  });
}
