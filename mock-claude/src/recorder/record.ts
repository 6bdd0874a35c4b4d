import type { Exchange } from '../http/answer-ask.ts';
import type { Ask } from '../conversation/ask.ts';
import { Refusal } from '../conversation/problem.ts';
import type { Dialect } from '../http/dialect.ts';
import { parseBody, readBytes } from '../http/read-body.ts';
import { forward } from './forward.ts';
import type { Recording } from './recording.ts';
import { redact } from './redact.ts';
import { type Taken, ruleOf } from './rule-of.ts';

/** Passes a request on and writes down what a model said; whatever else is asked is only passed on. */
export async function record(
  asked: Dialect | undefined,
  exchange: Exchange,
  { upstream, recording }: { upstream: string; recording: Recording },
): Promise<void> {
  const { request, response, entry } = exchange;
  const bytes = await readBytes(request);
  const taken = await forward(request, bytes, response, upstream);
  entry.status = taken.status;
  // Whoever has the whole answer finds it in the file.
  if (asked && request.method === 'POST') await keep(asked, exchange, bytes, taken, recording).finally(() => response.end());
  else response.end();
}

async function keep(asked: Dialect, { request, books, clock }: Exchange, bytes: Buffer, taken: Taken, recording: Recording): Promise<void> {
  const { headers } = request;
  const ask = understood(() =>
    asked.read({ headers, body: parseBody(bytes), now: clock.now(), promptCache: books.promptCache, history: books.history }),
  );
  if (!ask) return;
  books.asked(ask);
  await recording.add(ruleOf(ask, taken, recording.count() + 1), (text) => redact(text, headers));
}

/** What the mock itself would refuse is only passed on: the answer is the upstream's, and no rule could give it again. */
function understood(read: () => Ask): Ask | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
