import { onTestFinished } from 'vitest';
import { createHide } from '../../src/executor/hide.ts';
import { createHooks } from '../../src/executor/hooks/hooks.ts';
import { createLog } from '../../src/executor/log.ts';
import { createOutputEncoder } from '../../src/executor/output/output-message.ts';
import { createPending } from '../../src/executor/pending.ts';
import { createCommands } from '../../src/executor/process/commands.ts';
import { readSettings } from '../../src/executor/settings.ts';
import { openStore } from '../../src/executor/store/open-store.ts';
import type { ExecutorTools } from '../../src/executor/tools.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemIds } from '../../src/system/ids.ts';

/** What sessions and tasks work with, put together as the executor does, without its servers. Nothing of it is left after the test. */
export async function makeTools(
  environment: Record<string, string> = {},
  secrets: string[] = [],
): Promise<ExecutorTools & { lines: string[]; endAll(): Promise<void> }> {
  const lines: string[] = [];
  const settings = readSettings({ ALLOWED_COMMANDS: 'sh,echo,true,false,sleep', ...environment }, process.cwd());
  const hide = createHide(secrets, environment);
  const log = createLog('debug', (line) => lines.push(line), hide);
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const { start, endAll } = createCommands({ cwd: settings.workDirectory, env, secrets }, systemClock);
  onTestFinished(endAll);
  const hooks = createHooks(settings.hooks, { start, hide, clock: systemClock, log });
  const store = await openStore({ redisUrl: undefined, sessionTtlSeconds: 100, log });
  const tools = {
    settings,
    version: '0.0.0',
    store,
    hooks,
    start,
    encodeOutput: createOutputEncoder(),
    pending: createPending(),
    log,
    hide,
  };
  return { ...tools, clock: systemClock, ids: systemIds, lines, endAll };
}
