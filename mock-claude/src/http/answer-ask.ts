import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Books, type Entry, ruleName } from '../account/books.ts';
import type { Clock } from '../clock.ts';
import type { Answer } from '../conversation/answer.ts';
import type { Ask } from '../conversation/ask.ts';
import { compose } from '../conversation/compose.ts';
import type { Problem } from '../conversation/problem.ts';
import { type Break, breaks } from '../faults/names.ts';
import { problemOf } from '../faults/problem-of.ts';
import { choose } from '../scenario/choose.ts';
import { fill } from '../scenario/fill.ts';
import type { Fault, Reply, Scenario } from '../scenario/schema.ts';
import type { Dialect } from './dialect.ts';
import { parseBody, readBytes } from './read-body.ts';
import { sendBreak, sendPage } from './send-fault.ts';
import { goneSignal, sendJson, streamHeaders, sendFrames } from './send.ts';

/** All that one request needs while it is answered. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  scenario: Scenario;
  books: Books;
  entry: Entry;
  clock: Clock;
}

const unscripted: Reply = { text: 'Done.', tools: [], usage: {}, literal: false, delay_ms: 0, pace_ms: 0 };

/** Asks the scenario what to answer, and sends it in the words of the API that was asked. */
export async function answerAsk(dialect: Dialect, exchange: Exchange): Promise<void> {
  const { request, scenario, books, entry, clock } = exchange;
  const bytes = await readBytes(request);
  const wrongKey = dialect.refuseKey(request.headers, scenario.keys);
  if (wrongKey) return sendProblem(dialect, exchange, wrongKey);
  const now = clock.now();
  const ask = dialect.read({
    headers: request.headers,
    body: parseBody(bytes),
    now,
    promptCache: books.promptCache,
    history: books.history,
  });
  Object.assign(entry, described(ask));
  books.asked(ask);
  const refusal = refusalOf(books, now);
  if (refusal) return sendProblem(dialect, exchange, refusal);
  const chosen = choose(scenario, ask, { nthSession: books.nthSession(ask.session), used: books.used });
  if (chosen) {
    books.used[chosen.index] = (books.used[chosen.index] ?? 0) + 1;
    entry.rule = ruleName(chosen.rule.name, chosen.index);
  }
  const known = knownOf(ask, chosen?.captures ?? {}, entry.number);
  const fault = chosen?.rule.fault && fill(chosen.rule.fault, known);
  if (fault) return sendFault(dialect, exchange, fault, ask);
  const scripted = chosen?.rule.reply ?? scenario.default ?? unscripted;
  const reply = scripted.literal ? scripted : fill(scripted, known);
  const answer = compose(reply, ask, { number: books.nextAnswer(), now });
  books.answered(ask, answer);
  dialect.remember?.(answer, ask, books.history);
  entry.usage = answer.usage;
  await sendAnswer(dialect, exchange, answer, ask, reply);
}

export function sendProblem(dialect: Dialect, { request, response, books, entry, clock }: Exchange, problem: Problem): void {
  entry.status = dialect.problemStatus(problem);
  const id = requestId(dialect, entry);
  const headers = {
    [dialect.requestId.header]: id,
    ...dialect.limitHeaders(books.windows.levels(clock.now()), request.headers, problem.resetsAt),
    ...dialect.problemHeaders(problem),
  };
  sendJson(response, entry.status, headers, dialect.problemBody(problem, id));
}

async function sendFault(dialect: Dialect, exchange: Exchange, fault: Fault, ask: Ask): Promise<void> {
  const { response, books, entry, clock } = exchange;
  entry.fault = fault.type;
  const problem = problemOf(fault, clock.now());
  if (problem) return sendProblem(dialect, exchange, problem);
  if (!isBreak(fault.type)) return sendPage(response, fault);
  const problemInStream: Problem = { kind: 'overloaded', message: fault.message ?? 'Overloaded' };
  if (fault.type === 'stream_error' && !ask.stream) return sendProblem(dialect, exchange, problemInStream);
  const answer = compose(unfinished, ask, { number: books.nextAnswer(), now: clock.now() });
  await sendBreak(fault.type, fault, exchange, {
    stream: ask.stream,
    headers: answerHeaders(dialect, exchange),
    frames: ask.stream ? dialect.frames(answer, ask) : [JSON.stringify(dialect.whole(answer, ask))],
    errorFrame: dialect.problemFrame(problemInStream, answer, requestId(dialect, entry)),
  });
}

const unfinished: Reply = { ...unscripted, text: 'This answer was on its way when the connection broke.' };

async function sendAnswer(dialect: Dialect, exchange: Exchange, answer: Answer, ask: Ask, reply: Reply): Promise<void> {
  const { response, entry, clock } = exchange;
  entry.status = 200;
  if (reply.delay_ms > 0) await clock.sleep(reply.delay_ms, goneSignal(response));
  const headers = answerHeaders(dialect, exchange);
  if (!ask.stream) return sendJson(response, 200, headers, dialect.whole(answer, ask));
  response.writeHead(200, { ...streamHeaders, ...headers });
  await sendFrames(response, dialect.frames(answer, ask), reply.pace_ms, clock);
}

function answerHeaders(dialect: Dialect, { request, books, entry, clock }: Exchange): Record<string, string> {
  return {
    [dialect.requestId.header]: requestId(dialect, entry),
    ...dialect.limitHeaders(books.windows.levels(clock.now()), request.headers, undefined),
  };
}

function requestId({ requestId: { prefix } }: Dialect, { number }: Entry): string {
  return `${prefix}${String(number).padStart(12, '0')}`;
}

/** What the account itself does not allow. */
function refusalOf(books: Books, now: number): Problem | undefined {
  if (books.credits() === 0) return problemOf({ type: 'credits' }, now);
  const full = books.windows.take(now);
  if (full === undefined) return undefined;
  const retryAfter = Math.max(Math.ceil((books.windows.levels(now).reset - now) / 1000), 1);
  const what = full === 'requests' ? 'number of requests' : full.replace('_', ' ');
  return {
    kind: 'rate_limit',
    message: `This request would exceed the rate limit for your organization: its ${what} per minute.`,
    retryAfter,
  };
}

function isBreak(type: string): type is Break {
  return (breaks as readonly string[]).includes(type);
}

/** What `{{…}}` may name. */
function knownOf(ask: Ask, captures: Record<string, string>, number: number): Record<string, string> {
  const { text, session, model, turn, results } = ask;
  const result = results.map((one) => one.text).join('\n');
  return { text, session, model, turn: String(turn), number: String(number), tool_result: result, ...captures };
}

function described(ask: Ask): Partial<Entry> {
  const { dialect, session, turn, model, stream, text, results } = ask;
  return {
    api: dialect,
    session,
    turn,
    model,
    stream,
    text,
    tool_results: results.map(({ tool, text: said, error }) => ({ tool, text: said, error })),
  };
}
