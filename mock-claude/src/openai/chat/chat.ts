import type { Dialect } from '../../http/dialect.ts';
import { plainEvent } from '../../http/sse.ts';
import { errorOf, limitHeaders, problemHeaders, problemStatus, refuseKey } from '../problems.ts';
import { completion } from './completion.ts';
import { readChat } from './read-chat.ts';
import { frames } from './stream.ts';

/** OpenAI's chat completions, as llama.cpp, Aider and OpenCode speak them too. */
export const chat: Dialect = {
  requestId: { header: 'x-request-id', prefix: 'req_' },
  refuseKey,
  read: readChat,
  whole: completion,
  frames,
  problemBody: (problem) => ({ error: errorOf(problem) }),
  problemFrame: (problem) => plainEvent({ error: errorOf(problem) }),
  problemStatus,
  problemHeaders,
  limitHeaders,
};
