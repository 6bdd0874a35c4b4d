import { type HttpAnswer, bodyText, exchange, networkCode } from '../../system/http-exchange.ts';
import { BoundedLineCutter } from '../../system/bounded-lines.ts';
import { type Answer, completion, createAnswer } from './answer.ts';

/** What became of one request. */
export type Completed =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'status'; status: number; retryAfter: string | undefined; body: string }
  /** The network's fault, before or in the middle of an answer. */
  | { kind: 'broken'; reason: string }
  /** It answered, and not as the protocol has it. */
  | { kind: 'malformed'; reason: string };

const largestAnswer = 16 * 1024 * 1024;
const largestFault = 64 * 1024;

/** Asks for a completion, as a stream where the server can. Rejects only with the signal's reason. */
export async function complete(
  url: URL,
  { key, body, signal, onLife }: { key: string | undefined; body: object; signal: AbortSignal; onLife(): void },
): Promise<Completed> {
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream, application/json',
    ...(key ? { authorization: `Bearer ${key}` } : {}),
  };
  try {
    const given = await exchange(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
    onLife();
    if (given.status !== 200) return await faultOf(given);
    const isStream = /^text\/event-stream\b/i.test(given.headers['content-type'] ?? '');
    return isStream ? await readStream(given, onLife) : readDocument(await bodyText(given.body, largestAnswer));
  } catch (error) {
    signal.throwIfAborted();
    const code = networkCode(error);
    if (code === undefined) throw error;
    return code.startsWith('HPE_') ? { kind: 'malformed', reason: `no HTTP (${code})` } : { kind: 'broken', reason: code };
  }
}

async function faultOf({ status, headers, body }: HttpAnswer): Promise<Completed> {
  const retryAfter = headers['retry-after'];
  return { kind: 'status', status, retryAfter, body: await bodyText(body, largestFault) };
}

function readDocument(text: string): Completed {
  const parsed = parse(text);
  if (!parsed) return { kind: 'malformed', reason: `no chat completion: ${text.trim().slice(0, 80) || '(empty)'}` };
  const fault = faultIn(parsed.json);
  if (fault) return fault;
  if (!parsed.chunk?.choices[0]) return { kind: 'malformed', reason: 'a completion without choices' };
  const whole = createAnswer();
  whole.take(parsed.chunk);
  return { kind: 'answer', answer: whole.answer() };
}

async function readStream({ body }: HttpAnswer, onLife: () => void): Promise<Completed> {
  const whole = createAnswer();
  let problem: Completed | undefined;
  let isOver = false;
  let bytes = 0;
  const lines = new BoundedLineCutter((line) => {
    const data = /^data:\s?(.*)$/.exec(line)?.[1];
    if (data === undefined || problem) return;
    if (data.trim() === '[DONE]') return void (isOver = true);
    const parsed = parse(data);
    problem = parsed ? faultIn(parsed.json) : undefined;
    if (parsed?.chunk) whole.take(parsed.chunk);
    else problem ??= { kind: 'malformed', reason: `no chunk of a completion: ${data.slice(0, 80)}` };
  }, largestAnswer);
  for await (const part of body) {
    onLife();
    lines.push(part);
    bytes += part.length;
    if (bytes > largestAnswer) return { kind: 'malformed', reason: 'an answer without end' };
    if (problem) return problem;
    if (isOver) break;
  }
  lines.flush();
  if (problem) return problem;
  const answer = whole.answer();
  return isOver || answer.finish !== undefined ? { kind: 'answer', answer } : { kind: 'broken', reason: 'its answer broke off' };
}

function parse(text: string): { json: unknown; chunk: ReturnType<typeof completion.safeParse>['data'] } | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return { json, chunk: completion.safeParse(json).data };
  } catch {
    return undefined;
  }
}

/** Servers that are already answering 200 when something goes wrong say so in the body. */
function faultIn(json: unknown): Completed | undefined {
  if (typeof json !== 'object' || json === null || !('error' in json) || !json.error) return undefined;
  const { error } = json;
  const code = typeof error === 'object' && 'code' in error ? Number(error.code) : Number.NaN;
  return { kind: 'status', status: code >= 400 && code < 600 ? code : 500, retryAfter: undefined, body: JSON.stringify(json) };
}
