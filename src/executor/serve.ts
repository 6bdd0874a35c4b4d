import type { Clock } from '../system/clock.ts';
import type { Ids } from '../system/ids.ts';
import { onExit } from '../system/on-exit.ts';
import { createHide } from './hide.ts';
import { createHooks } from './hooks/hooks.ts';
import { createApi } from './http/api.ts';
import { createGuard } from './http/guard.ts';
import { listen } from './http/listen.ts';
import { acceptUpgrades } from './http/upgrades.ts';
import { createLog } from './log.ts';
import { createOutputEncoder } from './output/output-message.ts';
import { createPending } from './pending.ts';
import { createCommands } from './process/commands.ts';
import { createSessions } from './session/sessions.ts';
import type { ExecutorSettings } from './settings.ts';
import { openStore } from './store/open-store.ts';
import { createTaskLists } from './tasks/task-lists.ts';
import type { ExecutorTools } from './tools.ts';

export interface ExecutorWorld {
  /** Of this process; clients' commands get it too, without the token. */
  environment: Record<string, string>;
  /** Hidden in output, log and results. */
  secrets: readonly string[];
  version: string;
  clock: Clock;
  ids: Ids;
  writeLog(line: string): void;
}

/** An executor at work. */
export interface RunningExecutor {
  apiPort: number;
  websocketPort: number;
  /** Stops accepting, lets what runs finish for the grace of the settings, ends the rest. Resolves when nothing of it is left, or its time is over. */
  close(): Promise<void>;
  /** Kills what still runs: there is no time left. */
  kill(): void;
}

/** After the grace: to end what runs, and to say so. `docker stop` waits ten seconds for all of it. */
const mostCloseMs = 5000;
/** For hooks, once everything else has ended: all of it must be over within ten seconds. */
const hooksGraceMs = 1000;

/** Serves HTTP and the WebSocket. Throws UserError where it cannot listen. */
export async function serveExecutor(settings: ExecutorSettings, world: ExecutorWorld): Promise<RunningExecutor> {
  const { clock, ids, version, secrets } = world;
  const hide = createHide(secrets, world.environment);
  const log = createLog(settings.logLevel, world.writeLog, hide);
  const { EXECUTOR_TOKEN: _token, ...env } = world.environment;
  const commands = createCommands({ cwd: settings.workDirectory, env, secrets }, clock);
  const hooks = createHooks(settings.hooks, { start: commands.start, hide, clock, log });
  const store = await openStore({ redisUrl: settings.redisUrl, sessionTtlSeconds: Math.ceil(settings.sessionTimeout), log });
  const pending = createPending();
  const tools: ExecutorTools = {
    settings,
    version,
    store,
    hooks,
    start: commands.start,
    encodeOutput: createOutputEncoder(),
    pending,
    log,
    clock,
    ids,
    hide,
  };

  const guard = createGuard(settings);
  const sessions = createSessions(tools);
  const lists = createTaskLists(tools);
  const hasApiKey = Boolean(world.environment['ANTHROPIC_API_KEY']);
  let websocketPort = settings.websocketPort;
  const api = createApi({ guard, lists, activeSessions: sessions.count, websocketPort: () => websocketPort, hasApiKey }, tools);
  const http = await listen(api, { host: settings.host, port: settings.apiPort });
  const websocket = await listen(api, { host: settings.host, port: settings.websocketPort }).catch(async (error: unknown) => {
    await http.close();
    throw error;
  });
  websocketPort = websocket.port;
  const refuseMore = acceptUpgrades(websocket.server, { guard, sessions, maxMessageSize: settings.maxMessageSize });
  if (!hasApiKey) log.warn('ANTHROPIC_API_KEY is not set: agents that need it will say so; everything else works');
  if (settings.token === undefined) log.warn('EXECUTOR_AUTH=off: whoever reaches these ports may run commands');
  log.info({ api: http.port, websocket: websocketPort, host: settings.host }, 'the executor listens');

  // However this process comes to its end, what it started does too.
  const forget = onExit(commands.killAll);
  return {
    apiPort: http.port,
    websocketPort,
    kill: commands.killAll,
    async close() {
      log.info('the executor ends');
      // Something may be there that nobody can end.
      await Promise.race([closeAll(), clock.sleep(settings.shutdownGrace * 1000 + mostCloseMs)]);
      commands.killAll();
      forget();
    },
  };

  async function closeAll(): Promise<void> {
    refuseMore();
    const closed = Promise.all([http.close(), websocket.close()]);
    const graceMs = settings.shutdownGrace * 1000;
    const closing = Promise.all([sessions.close(graceMs), lists.close(graceMs)]);
    // A hook that is at work has no more time than what it is for.
    void clock.sleep(graceMs).then(commands.cancelAll);
    await closing;
    // The hooks after what has just ended.
    await Promise.race([pending.idle(), clock.sleep(hooksGraceMs)]);
    await commands.endAll();
    // Answers of cancelled lists go out first; a client that keeps its connection open must not keep us.
    await Promise.race([closed, clock.sleep(500)]);
    for (const { server } of [http, websocket]) server.closeAllConnections();
    await store.close();
  }
}
