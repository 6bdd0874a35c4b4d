import type { Probe } from '../../model/probe.ts';
import { hostAndPort } from '../address.ts';
import { type Address, type Sight, connectionProblem } from './look.ts';

/** One handshake (RFC 6455): passed when the server switches protocols. */
export async function lookWebsocket(probe: Extract<Probe, { kind: 'websocket' }>, address: Address, timeoutMs: number): Promise<Sight> {
  const { WebSocket } = await import('ws');
  const url = `${probe.tls ? 'wss' : 'ws'}://${hostAndPort(address)}${probe.path}`;
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { handshakeTimeout: timeoutMs, rejectUnauthorized: false });
    socket.on('open', () => finish({ passed: true, detail: 'handshake done' }));
    socket.on('unexpected-response', (_request, response) =>
      finish({ passed: false, detail: `no WebSocket: status ${response.statusCode}` }),
    );
    socket.on('error', (error) => finish({ passed: false, detail: connectionProblem(error) }));
    function finish(sight: Sight) {
      resolve(sight);
      socket.terminate();
    }
  });
}
