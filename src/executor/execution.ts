import type { CommandResult, HookName } from '../contract/executor.ts';
import { CommandSyntaxError, parseCommand } from './command/parse-command.ts';
import { isAllowed } from './command/is-allowed.ts';
import type { FailedHook } from './hooks/hooks.ts';
import type { LimitNotice } from './output/limit-notices.ts';
import { createLimitWatch } from './output/limit-notices.ts';
import { createTail } from './output/tail.ts';
import type { OutputListener, OutputType } from './process/output-pump.ts';
import type { CommandOutcome, RunningCommand } from './process/running-command.ts';
import { estimateTimeout, taskNameOf } from './store/time-out.ts';
import type { ExecutorTools } from './tools.ts';

/** One command of a client's, with its hooks before and after. */
export interface Execution extends RunningCommand {
  uuid: string;
  /** Resolves once the command has ended and nothing of it is left; hooks after it may still be at work. */
  done: Promise<CommandOutcome>;
}

export interface ExecutionQuestion {
  argv: readonly string[];
  /** By default estimated from what it took before. */
  timeoutSeconds?: number | undefined;
  sessionId: string;
  /** Aborted: it is not started any more. */
  signal: AbortSignal;
}

export interface ExecutionListener {
  onOutput: OutputListener;
  onLimit?(notice: LimitNotice, uuid: string): void;
  onHookFailed?(hook: FailedHook): void;
}

/** Why a command was not started. */
export class Refusal extends Error {
  /** `cannot-start`: this command never will; `unavailable`: it is the executor that cannot start it now. */
  readonly kind: 'syntax' | 'not-allowed' | 'cannot-start' | 'unavailable';

  constructor(kind: Refusal['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** For the hooks and the result: how it ended is what they want to see. */
const keptOutput = 64 * 1024;

/** A command line, or its words → words that may run here. Throws Refusal. */
export function wordsOf(command: string | readonly string[], allowed: readonly string[] | undefined): string[] {
  const words = typeof command === 'string' ? parsed(command) : [...command];
  const [program = ''] = words;
  if (program === '' || words.some((word) => word.includes('\0'))) throw new Refusal('syntax', 'a command has a first word, and no NUL');
  if (!isAllowed(program, allowed)) {
    const why = allowed ? `only these are: ${allowed.join(', ')}` : 'a shell runs only where ALLOWED_COMMANDS names it';
    throw new Refusal('not-allowed', `${JSON.stringify(program)} is not allowed; ${why}`);
  }
  return words;
}

function parsed(command: string): string[] {
  try {
    return parseCommand(command);
  } catch (error) {
    throw error instanceof CommandSyntaxError ? new Refusal('syntax', error.message) : error;
  }
}

/** Runs the hooks before, starts the command, and files how long it took. Throws Refusal where it does not start. */
export async function execute(
  { argv, timeoutSeconds, sessionId, signal }: ExecutionQuestion,
  listener: ExecutionListener,
  tools: ExecutorTools,
): Promise<Execution> {
  const { clock, hooks, store, settings, ids, log } = tools;
  const uuid = ids.uuid();
  const name = taskNameOf(argv);
  const command = tools.hide(argv.join(' '));
  const timeout = timeoutSeconds ?? estimateTimeout(await store.timings(name), settings.timeouts);
  const about = { session_id: sessionId, command, timeout, execution_uuid: uuid };
  await runHooks('pre-execute', about);
  if (signal.aborted) throw new Refusal('unavailable', 'it is not wanted any more');

  const tails = { stdout: createTail(keptOutput), stderr: createTail(keptOutput) };
  // Only a hook asks for it.
  const keepsTails = settings.hooks.after.length > 0;
  const limits = createLimitWatch(clock.now);
  const running = await tools
    .start({ argv, uuid, timeoutSeconds: timeout, onOutput })
    .catch((error: NodeJS.ErrnoException) => Promise.reject(refusalOf(error, argv[0] ?? '')));
  log.info({ session_id: sessionId, pid: running.pid, command, execution_uuid: uuid }, 'started');
  const done = running.done.then((outcome) => {
    tellLimits(limits.end());
    return outcome;
  });
  tools.pending.add(done.then(settle));
  return { ...running, uuid, done };

  function onOutput(type: OutputType, bytes: Buffer): void {
    if (keepsTails) tails[type].push(bytes);
    listener.onOutput(type, bytes);
    tellLimits(limits.look(type, bytes));
  }

  function tellLimits(notices: LimitNotice[]): void {
    for (const notice of notices) listener.onLimit?.(notice, uuid);
  }

  async function settle(outcome: CommandOutcome): Promise<void> {
    const { status, exitCode, seconds } = outcome;
    log.info({ session_id: sessionId, status, exit_code: exitCode, seconds, execution_uuid: uuid }, 'ended');
    const timestamp = clock.now() / 1000;
    if (status !== 'canceled')
      await store.addTiming(name, { actual: seconds, expected: timeout, success: status === 'completed', timestamp, execution_uuid: uuid });
    const result: CommandResult = {
      session_id: sessionId,
      timestamp: new Date(clock.now()).toISOString(),
      task: command,
      output: tails.stdout.text(),
      error: tails.stderr.text() || (outcome.error ?? ''),
      return_code: exitCode,
      execution_time: seconds,
      execution_uuid: uuid,
    };
    await runHooks('post-execute', result);
  }

  async function runHooks(hook: HookName, data: { execution_uuid: string }): Promise<void> {
    for (const failed of await hooks.run(hook, data)) listener.onHookFailed?.(failed);
  }
}

/** What the command itself is the reason of will be refused again; anything else, such as EAGAIN or EMFILE, may pass. */
function refusalOf({ code = '', message }: NodeJS.ErrnoException, program: string): Refusal {
  const reasons: Record<string, string> = {
    ENOENT: `there is no program ${JSON.stringify(program)} here`,
    EACCES: `${JSON.stringify(program)} may not be run`,
    E2BIG: 'the command is too long',
    ENOTDIR: message,
    ELOOP: message,
    ENAMETOOLONG: message,
    ENOEXEC: message,
  };
  const reason = reasons[code];
  return reason === undefined ? new Refusal('unavailable', message) : new Refusal('cannot-start', reason);
}
