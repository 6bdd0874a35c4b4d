import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openSession } from '../../../src/executor/session/session.ts';
import type { ExecutorTools } from '../../../src/executor/tools.ts';
import { makeTools } from '../tools.ts';

/** A session with a client at its other end, without the executor's servers. `changes` are tools that behave otherwise. */
export async function openedSession(changes: Partial<ExecutorTools> = {}, environment: Record<string, string> = {}) {
  const tools = { ...(await makeTools(environment)), ...changes };
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [[WebSocket], unknown];
  const session = openSession(socket, 'the-session', tools);
  onTestFinished(async () => {
    await session.end(1001, 'the test is over');
    server.close();
  });
  return { client, tools, ask };

  /** What answers a request with the id 7. */
  function ask(text: string): Promise<unknown> {
    return new Promise((resolve) => {
      client.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { id?: unknown };
        if (message.id === 7) resolve(message);
      });
      client.send(text);
    });
  }
}
