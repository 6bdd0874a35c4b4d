import { wordsOfLine } from '../contract/command-schema.ts';
import type { ImproveOptions } from '../contract/improve.ts';
import type { Settings } from '../contract/settings.ts';
import { usualRatio } from '../deploy/model/asked-ratio.ts';
import type { Limits } from '../loop/limits.ts';
import type { AgentSettings } from '../loop/tools.ts';

/** How a run is carried out where neither the user nor the project says; milliseconds. */
const usual = { patienceMs: 6 * 3_600_000, backoffMs: 5000, tryMs: 30 * 60_000, quietMs: 10 * 60_000 };

/** As the user asks, else as the project does, else as is usual. */
export function runSettings(options: ImproveOptions, { improve, graduate }: Settings) {
  return {
    limits: limitsOf(options, improve?.limit),
    patience: { budgetMs: options.patienceMs ?? usual.patienceMs, firstMs: options.backoffMs ?? usual.backoffMs },
    ratio: graduate?.ratio ?? usualRatio,
    pass: [...(options.pass ?? []), ...(improve?.pass ?? [])],
    agent: {
      ...modelOf(options.model ?? improve?.model),
      ...(options.isolate ? { isolate: true } : {}),
      tryMs: options.tryMs ?? usual.tryMs,
      quietMs: options.quietMs ?? usual.quietMs,
      ...stopHookOf(options, improve?.stop_hook),
      kept: improve?.protect ?? [],
    } satisfies Omit<AgentSettings, 'environment'>,
  };
}

function limitsOf({ limit, timeMs, tokens, dollars }: ImproveOptions, own: ImproveOptions['limit']): Limits {
  return {
    limit: limit ?? own ?? 'default',
    ...(timeMs === undefined ? {} : { timeMs }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(dollars === undefined ? {} : { dollars }),
  };
}

/** Words as a command line has them: no shell is in it. */
function stopHookOf({ stopHook }: ImproveOptions, own: string[] | undefined): { stopHook?: string[] } {
  const words = stopHook === undefined ? own : wordsOfLine(stopHook);
  return words ? { stopHook: words } : {};
}

function modelOf(model: string | undefined): { model?: string } {
  return model === undefined ? {} : { model };
}
