import { UserError, exitCode } from '../contract/user-error.ts';
import { CannotConnectError, ConnectionLostError, ExecutorError, type RefusalReason, rpcCode } from '../executor-client/client.ts';

const hints: Record<RefusalReason, string> = {
  unreachable: 'portside ps shows whether it runs, portside logs what it says',
  token: 'an instance is asked with the EXECUTOR_TOKEN that portside env shows, else with that of this shell; a URL with the latter',
  origin: "the executor's ALLOWED_ORIGINS names who may connect; a proxy in between may say no as well",
  'session-limit': "the executor's MAX_SESSIONS says how many there may be; try again once one has ended",
  'no-executor': 'it takes the WebSocket of portside serve; ports of x-portside can name it websocket',
};

/** What the client throws, as something that a user can mend. */
export function executorProblem(error: unknown): unknown {
  if (error instanceof CannotConnectError) {
    const { reason, message } = error;
    return new UserError({ code: `executor-${reason}`, exit: exitCode.stopped, message, hint: hints[reason], cause: error });
  }
  if (error instanceof ConnectionLostError) {
    const hint = 'the executor ends a command whose connection is gone; portside logs shows what it says';
    return new UserError({ code: 'executor-lost', exit: exitCode.failed, message: error.message, hint, cause: error });
  }
  if (error instanceof ExecutorError) {
    const isOurs = error.code === rpcCode.notAllowed || error.code === rpcCode.badParams;
    return new UserError({
      code: 'executor-refused',
      exit: isOurs ? exitCode.usage : exitCode.failed,
      message: `the executor refuses it: ${error.message}`,
      ...(error.code === rpcCode.notAllowed ? { hint: "the executor's ALLOWED_COMMANDS names what may run" } : {}),
      cause: error,
    });
  }
  return error;
}
