import autocannon from 'autocannon';
import { rightAnswer } from './answer.ts';

const connections = 20;
/** It is told when to stop. */
const endlessS = 3600;

export interface Counted {
  requests: number;
  /** Errors, time-outs, resets, anything but a 2xx, wrong answers, and requests whose connection was closed without an answer. */
  failed: number;
  perSecond: number;
}

/** autocannon at full speed: each connection asks again as soon as it has its answer. */
export async function keepAlive(url: string): Promise<() => Promise<Counted>> {
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const verifyBody = (body: string | Buffer) => rightAnswer.test(String(body));
  const instance = autocannon({ url, connections, duration: endlessS, timeout: 10, verifyBody } as autocannon.Options, (error, result) =>
    error ? reject(error as Error) : resolve(result),
  );
  return async () => {
    instance.stop();
    return counted(await promise);
  };
}

function counted(result: autocannon.Result): Counted {
  const { sent } = result.requests as typeof result.requests & { sent: number };
  const answered = result.requests.total;
  // A connection that ends politely in place of an answer is no error to autocannon: it connects and asks again. Each connection has one request under way at the end.
  const unanswered = Math.max(0, sent - answered - connections);
  return {
    requests: sent,
    failed: Math.max(unanswered, result.errors) + result.non2xx + result.mismatches,
    perSecond: answered / result.duration,
  };
}
