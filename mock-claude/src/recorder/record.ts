import type { Exchange } from '../http/answer-ask.ts';
import type { Dialect } from '../http/dialect.ts';
import { parseBody, readBytes } from '../http/read-body.ts';
import { forward } from './forward.ts';
import type { Recording } from './recording.ts';
import { redact } from './redact.ts';
import { ruleOf } from './rule-of.ts';

/** Passes a request on and writes down what a model said; whatever else is asked is only passed on. */
export async function record(
  asked: Dialect | undefined,
  exchange: Exchange,
  { upstream, recording }: { upstream: string; recording: Recording },
): Promise<void> {
  const { request, response, books, entry, clock } = exchange;
  const bytes = await readBytes(request);
  const taken = await forward(request, bytes, response, upstream);
  entry.status = taken.status;
  if (!asked || request.method !== 'POST') return;
  const { headers } = request;
  const ask = asked.read({ headers, body: parseBody(bytes), now: clock.now(), promptCache: books.promptCache, history: books.history });
  books.asked(ask);
  await recording.add(ruleOf(ask, taken, recording.count() + 1), (text) => redact(text, headers));
}
