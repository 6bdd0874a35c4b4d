import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Missing } from '../agents/backend.ts';
import { defaultImage, createIsolatedLauncher, type IsolatedLauncher } from '../agents/isolation/launcher.ts';
import { hostsOf } from '../agents/isolation/provider-hosts.ts';
import type { BackendOptions } from '../agents/options.ts';
import { createHostLauncher } from '../agents/running/host-launcher.ts';
import { createTmuxLauncher } from '../agents/tmux/launcher.ts';
import type { ImproveOptions } from '../contract/improve.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { runStore } from '../loop/run-store.ts';
import { ensurePrivateDirectory } from '../system/files.ts';
import { isAlive, startTimeOf } from '../system/process.ts';
import type { Begun } from './begin.ts';

/** Where an agent's program runs, and what keeps it from running there. */
export interface Launching {
  options: Pick<BackendOptions, 'launcher' | 'fullRights'>;
  /** What a person types to look on. */
  attach?: string;
  missing(): Promise<Missing | undefined>;
}

/** On this host, in a session that a person can attach to, or shut in. Throws UserError for both of them. */
export function launchingOf(begun: Begun, options: ImproveOptions, environment: Record<string, string>, tools: DeployTools): Launching {
  if (options.isolate && options.tmux) throw together;
  const { folder } = runStore(tools.home, begun.run.directory);
  if (options.isolate) return isolated(begun, options, environment, tools, folder);
  if (!options.tmux) return { options: {}, missing: () => Promise.resolve(undefined) };
  const host = createHostLauncher(tools);
  const uid = process.getuid?.() ?? 0;
  const launcher = createTmuxLauncher({
    id: begun.run.id.slice(0, 8),
    folder,
    uid,
    host,
    node: process.execPath,
    clock: tools.clock,
    ids: tools.ids,
  });
  return { options: { launcher }, attach: launcher.attach, missing: () => launcher.missing(environment) };
}

/** The engine is asked for only where it is needed. */
function isolated(
  { run, settings }: Begun,
  options: ImproveOptions,
  environment: Record<string, string>,
  tools: DeployTools,
  folder: string,
): Launching {
  const { image = defaultImage, hosts = [] } = settings.improve ?? {};
  let made: Promise<IsolatedLauncher> | undefined;
  const launcher = () => (made ??= make());
  return {
    options: { fullRights: true, launcher: { launch: async (argv, place) => (await launcher()).launch(argv, place) } },
    missing: async () => (await launcher()).missing(),
  };

  async function make(): Promise<IsolatedLauncher> {
    const { engine } = await tools.connect();
    const { rootless } = await engine.info();
    const home = join(folder, 'home');
    await ensurePrivateDirectory(home);
    return createIsolatedLauncher({
      engine,
      image: options.image ?? image,
      hosts: [...new Set([...hostsOf(run.agent, environment), ...hosts, ...(options.hosts ?? [])])],
      // Without root's rights the engine gives the files of its root to the user.
      user: rootless ? { uid: 0, gid: 0 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
      home,
      self: { host: hostname(), pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' },
      isAlive,
      ids: tools.ids,
    });
  }
}

const together = new UserError({
  code: 'isolated-in-tmux',
  exit: exitCode.usage,
  message: 'an agent cannot be isolated and in a tmux session at once',
  hint: 'Leave out --isolate or --tmux.',
});
