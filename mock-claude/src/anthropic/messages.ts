import { kinds } from '../conversation/problem.ts';
import type { Dialect } from '../http/dialect.ts';
import { namedEvent } from '../http/sse.ts';
import { limitHeaders } from './limit-headers.ts';
import { message } from './message.ts';
import { problemBody, problemHeaders } from './problems.ts';
import { readMessages } from './read-messages.ts';
import { refuseKey } from './refuse-key.ts';
import { frames } from './stream.ts';

/** Anthropic's Messages API (docs.anthropic.com, API reference). */
export const messages: Dialect = {
  requestId: { header: 'request-id', prefix: 'req_' },
  refuseKey,
  read: readMessages,
  whole: message,
  frames,
  problemBody,
  problemFrame: (problem, _answer, requestId) => namedEvent({ ...problemBody(problem, requestId), type: 'error' }),
  problemStatus: ({ kind, status }) => status ?? kinds[kind],
  problemHeaders,
  limitHeaders,
};
