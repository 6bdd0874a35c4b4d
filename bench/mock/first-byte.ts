import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { body, headers } from './request.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One request on a kept connection: from sending it to the first byte of the body. */
export async function firstByteMs(url: string): Promise<number> {
  const since = performance.now();
  const asked = request(`${url}/v1/messages`, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent,
  });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  // Both may come at once.
  const ended = once(response, 'end');
  await once(response, 'data');
  const ms = performance.now() - since;
  await ended;
  return ms;
}
