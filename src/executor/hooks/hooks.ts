import type { HookName, HookRun, HookStatus } from '../../contract/executor.ts';
import type { Clock } from '../../system/clock.ts';
import type { Log } from '../log.ts';
import { createTail } from '../output/tail.ts';
import type { Commands, StartSpec } from '../process/commands.ts';
import { type CommandOutcome, timedOutCode } from '../process/running-command.ts';

const keptRuns = 10;
const shownStderr = 500;

/** Commands of the settings that run before and after every command. What they do or fail to do changes nothing else. */
export interface Hooks {
  /** Runs those of that moment one after the other; resolves to the runs that failed. Never rejects. */
  run(hook: HookName, data: { execution_uuid: string }): Promise<FailedHook[]>;
  status(): Omit<HookStatus, 'redis'>;
}

export interface FailedHook extends HookRun {
  stderr: string;
}

export interface HookSettings {
  before: string[][];
  after: string[][];
  /** Seconds, each. */
  timeout: number;
}

export interface HookTools {
  start: Commands['start'];
  hide(text: string): string;
  clock: Clock;
  log: Log;
}

/** `data` reaches a hook as one JSON document on its standard input. */
export function createHooks(settings: HookSettings, { start, hide, clock, log }: HookTools): Hooks {
  const commands: Record<HookName, string[][]> = { 'pre-execute': settings.before, 'post-execute': settings.after };
  const configured = (Object.keys(commands) as HookName[]).filter((hook) => commands[hook].length > 0);
  const statistics = { runs: 0, failures: 0 };
  let recent: HookRun[] = [];

  async function runOne(hook: HookName, argv: string[], data: { execution_uuid: string }): Promise<FailedHook> {
    const started = clock.monotonic();
    const stderr = createTail(shownStderr);
    const onOutput: StartSpec['onOutput'] = (type, bytes) => void (type === 'stderr' && stderr.push(bytes));
    const input = JSON.stringify({ hook, ...data });
    const ending = await start({ argv, input, timeoutSeconds: settings.timeout, onOutput, uuid: data.execution_uuid })
      .then(({ done }) => done)
      .catch((error: Error) => ({ exitCode: null, error: error.message }));
    const problem = problemOf(ending, settings.timeout);
    return {
      hook,
      command: hide(argv.join(' ')),
      success: problem === undefined,
      exit_code: ending.exitCode,
      duration: (clock.monotonic() - started) / 1000,
      ...(problem === undefined ? {} : { error: hide(problem) }),
      timestamp: new Date(clock.now()).toISOString(),
      stderr: stderr.text(),
      execution_uuid: data.execution_uuid,
    };
  }

  return {
    async run(hook, data) {
      const failed: FailedHook[] = [];
      for (const argv of commands[hook]) {
        const ran = await runOne(hook, argv, data);
        const { stderr, ...told } = ran;
        statistics.runs += 1;
        recent = [told, ...recent].slice(0, keptRuns);
        if (ran.success) continue;
        statistics.failures += 1;
        failed.push(ran);
        log.warn({ hook, command: ran.command, error: ran.error, stderr }, 'a hook failed; the execution goes on');
      }
      return failed;
    },
    status: () => ({
      enabled: configured.length > 0,
      hooks_configured: configured,
      timeout: settings.timeout,
      statistics: { ...statistics },
      recent_executions: recent,
    }),
  };
}

function problemOf({ exitCode, error }: Pick<CommandOutcome, 'error'> & { exitCode: number | null }, timeout: number): string | undefined {
  if (exitCode === timedOutCode && error?.startsWith('timed out')) return `took longer than ${timeout} s`;
  return error ?? (exitCode === 0 ? undefined : 'was ended with the executor');
}
