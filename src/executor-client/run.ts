import type { Execution, ExecutionResult } from './execution.ts';
import type { Output } from './output-queue.ts';

/** Reads a command to its end. Where that is not wanted any more, or a reader fails, the command is ended first. */
export async function runToItsEnd(
  execution: Execution,
  { onOutput, signal }: { onOutput?: ((output: Output) => unknown) | undefined; signal?: AbortSignal | undefined },
): Promise<ExecutionResult> {
  // A connection that is lost meanwhile is told by `completed`.
  const cancel = () => execution.cancel().catch(() => undefined);
  const onAbort = () => void cancel();
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  try {
    if (onOutput) await readAll(execution, onOutput, cancel);
    return await execution.completed;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    signal?.throwIfAborted();
  }
}

async function readAll({ output }: Execution, onOutput: (output: Output) => unknown, cancel: () => Promise<void>): Promise<void> {
  for await (const piece of output) {
    try {
      await onOutput(piece);
    } catch (error) {
      await cancel();
      throw error;
    }
  }
}
