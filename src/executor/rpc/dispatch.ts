import { type RpcId, type RpcResponse, rpcCode } from '../../contract/executor.ts';
import type { Log } from '../log.ts';
import { type RpcMessage, RpcProblem, type RpcRequest, errorResponse, parseMessage, resultResponse } from './message.ts';
import type { Answer } from './methods.ts';

/** Answers one text message: requests in their order, notifications silently, a batch with one message (JSON-RPC 2.0, 6). */
export async function dispatch(
  text: string,
  {
    call,
    respond,
    log,
  }: { call: (request: RpcRequest) => Promise<Answer>; respond: (answer: RpcResponse | RpcResponse[]) => void; log: Log },
): Promise<void> {
  const { batch, messages } = parseMessage(text);
  const responses: RpcResponse[] = [];
  const afterwards: (() => void)[] = [];
  for (const message of messages) {
    const { id, answer } = await answerTo(message);
    if (id !== undefined) responses.push(answer instanceof RpcProblem ? errorResponse(id, answer) : resultResponse(id, answer.result));
    if (!(answer instanceof RpcProblem) && answer.after) afterwards.push(answer.after);
  }
  const [first] = responses;
  if (first) respond(batch ? responses : first);
  for (const tell of afterwards) tell();

  async function answerTo(message: RpcMessage): Promise<{ id: RpcId | undefined; answer: Answer | RpcProblem }> {
    if ('problem' in message) return { id: message.id, answer: message.problem };
    const { request } = message;
    try {
      return { id: request.id, answer: await call(request) };
    } catch (error) {
      if (error instanceof RpcProblem) return { id: request.id, answer: error };
      log.error({ error: String(error), method: request.method }, 'internal error');
      return { id: request.id, answer: new RpcProblem(rpcCode.internal, 'internal error') };
    }
  }
}
