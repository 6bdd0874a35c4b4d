import type { IncomingHttpHeaders } from 'node:http';
import type { PromptCache } from '../account/prompt-cache.ts';
import type { Levels } from '../account/windows.ts';
import type { Answer } from '../conversation/answer.ts';
import type { Ask } from '../conversation/ask.ts';
import type { Problem } from '../conversation/problem.ts';
import type { Json } from '../json.ts';

export interface Incoming {
  headers: IncomingHttpHeaders;
  body: Json;
  /** Epoch milliseconds. */
  now: number;
  promptCache: PromptCache;
  /** Id of a response → all that was said up to it. */
  history: ReadonlyMap<string, unknown[]>;
}

/** A way to ask a model over HTTP: how its requests are read and its answers written. Knows nothing of sockets. */
export interface Dialect {
  /** The header that names a request, and what its value begins with. */
  requestId: { header: string; prefix: string };
  /** What is wrong with the key, if anything; without `keys` any is good. */
  refuseKey(headers: IncomingHttpHeaders, keys: string[] | undefined): Problem | undefined;
  /** Throws Refusal for what the real API would refuse. */
  read(incoming: Incoming): Ask;
  whole(answer: Answer, ask: Ask): Json;
  /** For APIs that keep conversations: what somebody may go on from. */
  remember?(answer: Answer, ask: Ask, history: Map<string, unknown[]>): void;
  /** The frames of a stream, in order, ready to be written. */
  frames(answer: Answer, ask: Ask): string[];
  problemBody(problem: Problem, requestId: string): Json;
  /** The same in the middle of a stream. */
  problemFrame(problem: Problem, answer: Answer, requestId: string): string;
  problemStatus(problem: Problem): number;
  problemHeaders(problem: Problem): Record<string, string>;
  /** What every answer says of limits. `rejected`: a usage limit is hit, until then (epoch seconds). */
  limitHeaders(levels: Levels, headers: IncomingHttpHeaders, rejectedUntil: number | undefined): Record<string, string>;
}
