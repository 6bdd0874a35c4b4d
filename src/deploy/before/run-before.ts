import { EngineError } from '../../engine/interface.ts';
import type { Compose, ComposeInput, ComposeRun, Engine } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import { BeforeFailed } from '../apply/before-failed.ts';
import { composeLabel, label } from '../model/labels.ts';

export interface BeforeTools {
  engine: Engine;
  compose: Pick<Compose, 'oneOff'>;
  planInput: ComposeInput;
  run: ComposeRun;
  clock: Clock;
  execution: string;
  /** `--timeout`, where it was asked for. */
  timeoutMs: number | undefined;
}

/** Migrations take their time; one that waits for ever must not hold a deployment for ever. */
const defaultLimitMs = 10 * 60_000;
const keptLines = 80;

/**
 * Runs a command once in the new image of a service, with its environment, networks and volumes, and leaves no container of it. Throws BeforeFailed where
 * the command does, EngineError where it cannot be run.
 */
export async function runBefore(service: string, command: string[], tools: BeforeTools): Promise<void> {
  const { compose, planInput, run, clock, timeoutMs = defaultLimitMs } = tools;
  const lines: string[] = [];
  const over = new AbortController();
  const late = new AbortController();
  void clock.sleep(timeoutMs, over.signal).then(() => over.signal.aborted || late.abort());
  const onLine = (line: string) => {
    if (lines.push(line) > keptLines) lines.shift();
    run.onLine?.(line);
  };
  const signal = run.signal ? AbortSignal.any([run.signal, late.signal]) : late.signal;
  try {
    const exitCode = await compose.oneOff(planInput, service, command, { ...run, signal, onLine });
    if (exitCode !== 0) throw new BeforeFailed({ service, command, exitCode, lines });
  } catch (error) {
    if (late.signal.aborted && !(run.signal?.aborted ?? false)) throw new BeforeFailed({ service, command, limitMs: timeoutMs, lines });
    throw error;
  } finally {
    over.abort();
    await removeOneOffs(service, tools);
  }
}

/** Compose removes its container itself, but not where it was ended. */
async function removeOneOffs(service: string, { engine, planInput, execution }: BeforeTools): Promise<void> {
  const labels = { [composeLabel.project]: planInput.composeName ?? '', [composeLabel.service]: service, [label.execution]: execution };
  try {
    const left = (await engine.listContainers(labels)).filter(({ oneOff }) => oneOff);
    await Promise.all(left.map(({ id }) => engine.removeContainer(id, { volumes: true })));
  } catch (error) {
    // The undoing removes what carries this execution's label, and says what it could not.
    if (!(error instanceof EngineError)) throw error;
  }
}
