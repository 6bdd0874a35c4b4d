import type { Address } from './address.ts';
import { ExecutorError } from './errors.ts';
import type { Answered } from './message.ts';

/** Requests that wait for their answers. */
export interface Requests {
  /** `onResult` is called before anything else that came with the answer is looked at. Rejects with ExecutorError. */
  ask(method: string, params: object, onResult?: () => void): Promise<unknown>;
  answer(message: Answered): void;
  /** Nothing is answered any more. */
  fail(why: Error): void;
  waiting(): number;
}

interface Asked {
  resolve(result: unknown): void;
  reject(error: Error): void;
  onResult: (() => void) | undefined;
}

export function createRequests(send: (message: object) => void, hide: Address['hide']): Requests {
  const asked = new Map<unknown, Asked>();
  let over: Error | undefined;
  let lastId = 0;
  return {
    ask(method, params, onResult) {
      if (over) return Promise.reject(over);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      lastId += 1;
      asked.set(lastId, { resolve, reject, onResult });
      send({ jsonrpc: '2.0', id: lastId, method, params });
      return promise;
    },
    answer(message) {
      const request = asked.get(message.id);
      if (!request) return;
      asked.delete(message.id);
      if ('error' in message) return request.reject(new ExecutorError({ ...message.error, message: hide(message.error.message) }));
      request.onResult?.();
      request.resolve(message.result);
    },
    fail(why) {
      over = why;
      for (const { reject } of asked.values()) reject(why);
      asked.clear();
    },
    waiting: () => asked.size,
  };
}
