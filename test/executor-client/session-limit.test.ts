import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { rpcCode } from '../../src/contract/executor.ts';
import { readAddress } from '../../src/executor-client/address.ts';
import { keepSession } from '../../src/executor-client/kept-session.ts';

/** An executor that lets the first client in, then is away for `away` tries, then refuses by its limit; it counts what it refused. */
async function fullAfter(away: number) {
  const http = createServer();
  const server = new WebSocketServer({ noServer: true });
  const seen = { tries: -1, refused: 0 };
  let first: WebSocket | undefined;
  http.on('upgrade', (request, socket, head) => {
    seen.tries += 1;
    if (seen.tries > 0 && seen.tries <= away) return void socket.end('HTTP/1.1 503 No\r\nConnection: close\r\n\r\n');
    server.handleUpgrade(request, socket, head, (client) => {
      if (seen.tries === 0) {
        first = client;
        client.send(JSON.stringify({ jsonrpc: '2.0', method: 'connected', params: { session_id: 'one', version: '1', capabilities: [] } }));
        return;
      }
      seen.refused += 1;
      client.send(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: rpcCode.sessionLimit, message: 'session limit' } }));
      client.close(1008, 'session limit');
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const { port } = http.address() as { port: number };
  return { url: `ws://127.0.0.1:${port}`, seen, drop: () => first?.terminate() };
}

test.each([0, 7])('after %i tries that met nobody, the limit is asked six times', async (away) => {
  const executor = await fullAfter(away);
  const closed = Promise.withResolvers<Error>();
  const session = await keepSession(readAddress(executor.url, undefined), {
    reconnect: true,
    readyMs: 30_000,
    signal: new AbortController().signal,
    // The half of the pause that is left to chance takes the other half back: nobody waits here.
    random: () => -1,
    onNotice: () => undefined,
    onConnection: (state) => state.state === 'closed' && closed.resolve(state.error),
  });
  onTestFinished(() => session.close(new Error('the test is over')));
  executor.drop();

  expect(await closed.promise).toMatchObject({ reason: 'session-limit' });
  expect(executor.seen).toEqual({ tries: away + 6, refused: 6 });
});
