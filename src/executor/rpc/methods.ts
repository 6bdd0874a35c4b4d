import * as z from 'zod';
import { type ControlType, rpcCode } from '../../contract/executor.ts';
import { RpcProblem, readParams } from './message.ts';

/** A result, and what is to be told once it has been sent. */
export interface Answer {
  result: unknown;
  after?: () => void;
}

/** What a client can ask of its session; each throws RpcProblem. */
export interface SessionMethods {
  execute(question: ExecuteQuestion): Promise<Answer>;
  control(type: ControlType): Promise<Answer>;
  hookStatus(): Answer;
}

export interface ExecuteQuestion {
  command: string | string[];
  /** Seconds. */
  timeout?: number | undefined;
}

const controlParams = z.object({ type: z.enum(['PAUSE', 'RESUME', 'CANCEL'], 'must be PAUSE, RESUME or CANCEL') });

const executeParams = (longestTimeout: number) =>
  z.object({
    command: z.union([z.string(), z.array(z.string()).min(1)], 'must be text, or a list of words'),
    timeout: z
      .number('must be a number of seconds')
      .positive('must be above 0')
      .max(longestTimeout, `must be at most ${longestTimeout}`)
      .nullish()
      .transform((seconds) => seconds ?? undefined),
  });

/** Calls the method by its name on the wire. Throws RpcProblem. */
export async function callMethod(
  { method, params }: { method: string; params: unknown },
  session: SessionMethods,
  { longestTimeout }: { longestTimeout: number },
): Promise<Answer> {
  switch (method) {
    case 'execute':
      return session.execute(readParams(executeParams(longestTimeout), params));
    case 'control':
      return session.control(readParams(controlParams, params).type);
    case 'hook_status':
      return session.hookStatus();
    // An answer to `ping`. Liveness does not hang on it.
    case 'pong':
      return { result: { status: 'ok' } };
    default:
      throw new RpcProblem(
        rpcCode.unknownMethod,
        `unknown method ${JSON.stringify(method.slice(0, 100))}; there are execute, control, hook_status and pong`,
      );
  }
}
