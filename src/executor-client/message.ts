import type { NotificationName, Notifications, RpcError, RpcId } from '../contract/executor.ts';

/** What the executor tells by itself. */
export type Told = { [Name in NotificationName]: { method: Name; params: Notifications[Name] } }[NotificationName];

/** Its answer to a request. */
export type Answered = { id: RpcId } & ({ result: unknown } | { error: RpcError });

/** Much faster than Buffer.toString where text is not ASCII. */
const decoder = new TextDecoder();

/** Undefined where it is no JSON-RPC: then nobody speaks like an executor there. */
export function readMessage(bytes: Uint8Array): Told | Answered | undefined {
  const message = parsed(decoder.decode(bytes));
  if (typeof message !== 'object' || message === null) return undefined;
  if ('method' in message && 'params' in message) return message as Told;
  return 'id' in message && ('result' in message || 'error' in message) ? (message as Answered) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
