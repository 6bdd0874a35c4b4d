import { join, resolve } from 'node:path';

import { executorPath } from './contract/executor.ts';
import type { Serving } from './contract/serve.ts';
import { UserError, exitCode } from './contract/user-error.ts';
import { serveExecutor } from './executor/serve.ts';
import { readSettings } from './executor/settings.ts';
import { secretValues } from './redaction/secret-values.ts';
import { systemClock } from './system/clock.ts';
import { createPrivateFile, ensurePrivateDirectory, readIfExists } from './system/files.ts';
import { portsideHome } from './system/home.ts';
import { systemIds } from './system/ids.ts';
import { pathKind } from './system/read.ts';

export interface ServeWorld {
  environment: Record<string, string>;
  currentDirectory: string;
  version: string;
  writeLog(line: string): void;
}

/** Composition root of the servers: real clock, files and sockets. Throws UserError for wrong settings and taken ports. */
export async function serve(world: ServeWorld): Promise<Serving> {
  const { environment, version, writeLog } = world;
  const settings = readSettings(environment, world.currentDirectory);
  await checkWorkDirectory(settings.workDirectory);
  const kept = settings.token === '' ? await keptToken(resolve(world.currentDirectory, portsideHome(environment))) : undefined;
  const token = kept?.token ?? settings.token;
  const secrets = [...(token ? [token] : []), ...secretValues(environment)];
  const executor = await serveExecutor(
    { ...settings, token },
    { environment, secrets, version, writeLog, clock: systemClock, ids: systemIds },
  );
  const host = urlHost(settings.host);
  return {
    endpoints: [
      { name: 'api', url: `http://${host}:${executor.apiPort}` },
      { name: 'websocket', url: `ws://${host}:${executor.websocketPort}${executorPath}` },
    ],
    tokenFile: kept?.file,
    asksForToken: token !== undefined,
    kill: executor.kill,
    close: () => executor.close(),
  };
}

/** Where this machine itself reaches it; numbers of IPv6 stand in brackets (RFC 3986, 3.2.2). */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** Without it every command would fail as if its program were missing. */
async function checkWorkDirectory(directory: string): Promise<void> {
  if ((await pathKind(directory)) === 'directory') return;
  throw new UserError({
    code: 'executor-settings',
    exit: exitCode.usage,
    message: `EXECUTOR_WORKDIR: there is no folder ${directory}`,
    hint: 'make it, or name another one for commands to start in',
  });
}

/** Made once for this user, and readable by nobody else. Throws UserError where it cannot be kept. */
async function keptToken(home: string): Promise<{ token: string; file: string }> {
  const file = join(home, 'executor-token');
  try {
    await ensurePrivateDirectory(home);
    // The first one to make it wins, and all others read what that was.
    await createPrivateFile(file, `${systemIds.secret()}\n`, `${file}-${systemIds.uuid()}`);
    const token = (await readIfExists(file))?.trim();
    if (token) return { token, file };
  } catch (error) {
    throw cannotBeKept(home, error);
  }
  throw cannotBeKept(home, new Error(`${file} is empty`));
}

function cannotBeKept(home: string, cause: unknown): UserError {
  return new UserError({
    code: 'executor-token-unwritable',
    exit: exitCode.usage,
    message: `a token cannot be kept in ${home}: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'set EXECUTOR_TOKEN, or PORTSIDE_HOME to a folder that you may write',
    cause,
  });
}
