import type { Dialect } from '../../http/dialect.ts';
import { namedEvent } from '../../http/sse.ts';
import { errorOf, limitHeaders, problemHeaders, problemStatus, refuseKey } from '../problems.ts';
import { readResponses } from './read-responses.ts';
import { item, response, responseId } from './response.ts';
import { frames } from './stream.ts';

/** Responses that can be gone on from. */
const kept = 1000;

/** OpenAI's Responses, which Codex speaks. */
export const responses: Dialect = {
  requestId: { header: 'x-request-id', prefix: 'req_' },
  refuseKey,
  read: readResponses,
  whole: (answer, ask) => response(answer, ask),
  frames,
  remember(answer, { items = [] }, history) {
    history.set(responseId(answer), [...items, ...answer.blocks.map((block, index) => item(block, answer, index))]);
    const [oldest] = history.keys();
    if (history.size > kept && oldest !== undefined) history.delete(oldest);
  },
  problemBody: (problem) => ({ error: errorOf(problem) }),
  problemFrame: (problem, answer) =>
    namedEvent({ type: 'response.failed', response: { ...response(answer, undefined, 'failed'), error: errorOf(problem) } }),
  problemStatus,
  problemHeaders,
  limitHeaders,
};
