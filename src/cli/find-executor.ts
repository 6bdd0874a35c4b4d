import { executorPath } from '../contract/executor.ts';
import { usageError } from './usage-error.ts';
import type { World } from './world.ts';

export interface ExecutorPlace {
  url: string;
  token: string | undefined;
}

/** `ws://…`, or an instance with a WebSocket. What an instance says of its token comes before the shell's EXECUTOR_TOKEN. */
export async function findExecutor(reference: string | undefined, world: World): Promise<ExecutorPlace> {
  const ownToken = world.environment['EXECUTOR_TOKEN'] || undefined;
  if (reference && isWebSocket(reference)) return byUrl(reference, ownToken);
  const app = await world.openApp();
  const instance = await app.select(reference);
  const sockets = instance.endpoints.filter(({ url }) => isWebSocket(url));
  const endpoint = sockets.find(({ name }) => name === 'websocket') ?? sockets[0];
  if (!endpoint) {
    const name = `${instance.project}/${instance.instance}`;
    throw usageError(
      `${name} has no WebSocket endpoint that is up`,
      'portside ps shows its endpoints; or name the executor: ws://host:port',
    );
  }
  const { EXECUTOR_TOKEN: token } = await app.env(instance);
  // The shell's token is for executors, not for whatever speaks WebSocket.
  const isExecutor = new URL(endpoint.url).pathname === executorPath;
  return { url: endpoint.url, token: token ?? (isExecutor ? ownToken : undefined) };
}

/** A token in the URL itself comes first. */
function byUrl(text: string, ownToken: string | undefined): ExecutorPlace {
  const url = URL.parse(text);
  // Not repeated: there may be a token in it.
  if (!url) throw usageError('this URL cannot be read', 'it looks like ws://localhost:8003/ws/mcp');
  return { url: text, token: url.searchParams.get('token') ?? ownToken };
}

function isWebSocket(text: string): boolean {
  return /^wss?:\/\//.test(text);
}
