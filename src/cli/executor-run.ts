import { exitCode } from '../contract/user-error.ts';
import { type Notice, type Output, connectExecutor } from '../executor-client/client.ts';
import { executorProblem } from './executor-problem.ts';
import { findExecutor } from './find-executor.ts';
import { json } from './print/document.ts';
import { noticeLine } from './print/notice-line.ts';
import { usageError } from './usage-error.ts';
import type { Call, World } from './world.ts';
import { writeAtItsPace } from './write-at-its-pace.ts';

const example = 'such as: portside executor run demo -- claude --version';

/** `[INSTANCE] -- COMMAND…`; the command's output is ours, and so is its exit code. `timeout` in milliseconds. */
export async function executorRun(
  words: readonly string[],
  command: readonly string[] | undefined,
  { timeout }: { timeout?: number | undefined },
  { world, flags }: Call,
): Promise<number> {
  if (!command || command.length === 0) throw usageError('executor run needs a command after --', example);
  const [reference, unexpected] = words;
  if (unexpected !== undefined) throw usageError(`executor run takes one instance; what is ${unexpected}?`, example);
  const { cancelled, left, onConnected } = interruptions(world);
  const onOutput = ({ type, data }: Output) => writeAtItsPace(world[type], data, cancelled);
  const onNotice = (notice: Notice) => !flags.quiet && world.stderr.write(noticeLine(notice, world));
  try {
    await using client = await connectExecutor({ ...(await findExecutor(reference, world)), signal: left, reconnect: false, onNotice });
    onConnected();
    const result = await client.run(command, {
      timeout: timeout === undefined ? undefined : timeout / 1000,
      signal: cancelled,
      ...(flags.json ? {} : { onOutput, maxOutputBytes: 0 }),
    });
    if (flags.json) world.stdout.write(json(result));
    // Why it has this exit code, where that is not its own: a signal, a time-out.
    else if (result.error && result.error !== `exit code ${result.return_code}`) world.stderr.write(`${result.error}\n`);
    return result.return_code;
  } catch (error) {
    if (cancelled.aborted) return exitCode.interrupted;
    throw executorProblem(error);
  }
}

/** Ctrl-C cancels the command and waits for its end; a second one, or one before there is a connection, leaves at once. */
function interruptions(world: World): { cancelled: AbortSignal; left: AbortSignal; onConnected: () => void } {
  const leaving = new AbortController();
  let isConnected = false;
  const cancelled = world.interruptible(() => leaving.abort());
  const onCancelled = () => {
    if (isConnected) world.stderr.write('interrupted: waiting for the end of the command\n');
    else leaving.abort();
  };
  cancelled.addEventListener('abort', onCancelled, { once: true });
  return { cancelled, left: leaving.signal, onConnected: () => (isConnected = true) };
}
