import * as z from 'zod';
import { type RpcError, type RpcId, type RpcResponse, rpcCode } from '../../contract/executor.ts';

/** A request, or, without an id, a notification that nobody answers (JSON-RPC 2.0, 4). */
export interface RpcRequest {
  id?: RpcId | undefined;
  method: string;
  params: unknown;
}

/** What a request is refused with. */
export class RpcProblem extends Error implements RpcError {
  readonly code: number;
  readonly data?: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    if (data !== undefined) this.data = data;
  }
}

export type RpcMessage = { request: RpcRequest } | { problem: RpcProblem; id: RpcId };

/** Requests that may come as one message. */
const longestBatch = 100;

const idSchema = z.union([z.string(), z.number(), z.null()]);
const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.string(),
  params: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
  id: idSchema.optional(),
});

/** One text message → what it asks; a batch is more than one, and is answered as one. */
export function parseMessage(text: string): { batch: boolean; messages: RpcMessage[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { batch: false, messages: [{ problem: new RpcProblem(rpcCode.badJson, 'this is no JSON'), id: null }] };
  }
  if (!Array.isArray(value)) return { batch: false, messages: [readRequest(value)] };
  if (value.length === 0 || value.length > longestBatch) {
    const problem = new RpcProblem(rpcCode.badRequest, `a batch holds 1 to ${longestBatch} requests`);
    return { batch: false, messages: [{ problem, id: null }] };
  }
  return { batch: true, messages: value.map(readRequest) };
}

function readRequest(value: unknown): RpcMessage {
  const parsed = requestSchema.safeParse(value);
  if (parsed.success) return { request: { ...parsed.data, params: parsed.data.params ?? {} } };
  const id = idSchema.safeParse(Object(value)['id']);
  const problem = new RpcProblem(rpcCode.badRequest, `not a JSON-RPC 2.0 request: ${said(parsed.error)}`);
  return { problem, id: id.success ? id.data : null };
}

/** Where params are wrong: code -32602. */
export function readParams<Output>(schema: z.ZodType<Output>, params: unknown): Output {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new RpcProblem(rpcCode.badParams, said(parsed.error));
  return parsed.data;
}

function said({ issues: [issue] }: z.ZodError): string {
  const where = issue?.path.join('.') ?? '';
  return `${where ? `${where}: ` : ''}${issue?.message ?? 'it cannot be read'}`;
}

export function resultResponse(id: RpcId, result: unknown): RpcResponse {
  return { jsonrpc: '2.0', id, result };
}

export function errorResponse(id: RpcId, { code, message, data }: RpcError): RpcResponse {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}
