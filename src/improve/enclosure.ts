import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Missing } from '../agents/backend.ts';
import { createIsolatedLauncher, defaultImage } from '../agents/isolation/launcher.ts';
import { createHostLauncher } from '../agents/running/host-launcher.ts';
import type { Launcher } from '../agents/running/launcher.ts';
import { createTmuxLauncher } from '../agents/tmux/launcher.ts';
import type { ImproveOptions } from '../contract/improve.ts';
import type { Settings } from '../contract/settings.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { DeployTools } from '../deploy/tools.ts';
import type { Run } from '../loop/run.ts';
import { ensurePrivateDirectory } from '../system/files.ts';
import { isAlive, startTimeOf } from '../system/process.ts';

/** Where an agent's program runs instead of as a child of ours. */
export interface Enclosure {
  launcher: Launcher;
  fullRights: boolean;
  /** What to type to look on. */
  attach?: string;
  missing(environment: Record<string, string>): Promise<Missing | undefined>;
}

/** A container or a terminal, where that was asked for. Throws UserError where the agent runs no program, or both were. */
export async function encloses(
  run: Run,
  options: ImproveOptions,
  settings: Settings,
  tools: DeployTools,
  folder: string,
): Promise<Enclosure | undefined> {
  if (!options.isolate && !options.tmux) return undefined;
  if (options.isolate && options.tmux) throw wrongUsage('--isolate and --tmux exclude each other', 'leave one of them out');
  if (run.agent === 'rules' || run.agent === 'http')
    throw wrongUsage(`${run.agent} runs no program that could be shut in or looked at`, 'leave --isolate and --tmux out');
  return options.isolate ? container(run, options, settings, tools, folder) : terminal(run, tools, folder);
}

async function container(
  { agent }: Run,
  options: ImproveOptions,
  { improve }: Settings,
  tools: DeployTools,
  folder: string,
): Promise<Enclosure> {
  const { engine } = await tools.connect();
  const { rootless, memoryLimit, memoryBytes } = await engine.info();
  const home = join(folder, 'agent-home');
  await ensurePrivateDirectory(home);
  const launcher = createIsolatedLauncher({
    ...{ engine, agent, home, ids: tools.ids, isAlive },
    // What remains is for the engine, and for the instance that it is judged by.
    ...(memoryLimit && memoryBytes !== undefined ? { memoryBytes: Math.floor(memoryBytes * 0.75) } : {}),
    image: options.image ?? improve?.image ?? defaultImage,
    hosts: [...(options.hosts ?? []), ...(improve?.hosts ?? [])],
    // An engine without root's rights gives the files of its own root to the user.
    user: rootless ? { uid: 0, gid: 0 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    self: { host: hostname(), pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' },
  });
  return { launcher, fullRights: true, missing: () => launcher.missing() };
}

async function terminal(run: Run, tools: DeployTools, folder: string): Promise<Enclosure> {
  const own = join(folder, 'tmux');
  await ensurePrivateDirectory(own);
  const launcher = createTmuxLauncher({
    ...{ id: run.id.slice(0, 8), folder: own, clock: tools.clock, ids: tools.ids, node: process.execPath },
    uid: process.getuid?.() ?? 0,
    host: createHostLauncher({ clock: tools.clock, ids: tools.ids }),
  });
  return { launcher, fullRights: false, attach: launcher.attach, missing: (environment) => launcher.missing(environment) };
}

function wrongUsage(message: string, hint: string): UserError {
  return new UserError({ code: 'wrong-usage', exit: exitCode.usage, message, hint });
}
