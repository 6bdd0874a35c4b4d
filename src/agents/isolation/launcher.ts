import { exists } from '../../system/exists.ts';
import type { Missing } from '../backend.ts';
import { type LaunchPlace, type Launcher, PlaceGone, type RunningProgram } from '../running/launcher.ts';
import { agentContainer, trust } from './agent-container.ts';
import type { Isolation } from './isolation.ts';
import { isolationLabels, removeLeftovers } from './leftovers.ts';
import { hostsOf } from './provider-hosts.ts';
import { type Target, targetsOf } from './target.ts';
import { openWayOut } from './way-out.ts';

/** What it takes, on this machine, to shut agents in. */
export interface IsolatedLauncher extends Launcher {
  missing(): Promise<Missing | undefined>;
}

export const defaultImage = 'portside-dev';
const graceMs = 5000;

/**
 * Programs in containers of their own: the worktree at its own path, nothing else of the machine, no network but to the named hosts. All of it is removed
 * when the program was ended; what a killed Portside left is removed at the next start. Launching rejects with an EngineError, or with PlaceGone where the
 * engine is away.
 */
export function createIsolatedLauncher(isolation: Isolation): IsolatedLauncher {
  const { engine, image, hosts } = isolation;
  let swept: Promise<void> | undefined;
  return {
    async missing() {
      const unnamed = hosts.find((host) => targetsOf([host])[0] === undefined);
      if (unnamed !== undefined)
        return { what: `\`${unnamed}\` is no host`, mend: 'Name hosts as api.example.com, or with a port as localhost:8080.' };
      if (await engine.inspectImage(image)) return undefined;
      return {
        what: `the image ${image} for isolated agents is not there`,
        mend: `In a checkout of Portside: docker build --target dev --tag ${image} . Or name another one that has Node and the agent, as x-portside.improve.image or with --image.`,
      };
    },
    async launch(argv, place) {
      await sweep();
      const own = isolation.agent === undefined ? [] : hostsOf(isolation.agent, place.env);
      return launchIn(isolation, known(targetsOf([...new Set([...own, ...hosts])])), argv, place).catch(orGone);
    },
  };

  /** Once; where the engine was away, at the next start. */
  async function sweep(): Promise<void> {
    swept ??= removeLeftovers(engine, isolation);
    await swept.catch((error: unknown) => {
      swept = undefined;
      return orGone(error);
    });
  }
}

async function launchIn(isolation: Isolation, targets: Target[], argv: readonly string[], place: LaunchPlace): Promise<RunningProgram> {
  const { engine } = isolation;
  const labels = isolationLabels(isolation.self);
  const removals: (() => Promise<void>)[] = [];
  const remove = async () => {
    for (const undo of removals.toReversed()) await undo().catch(() => undefined);
  };
  try {
    // Who is only asked for its version needs no network.
    const wayOut =
      place.worktree === undefined || targets.length === 0 ? undefined : await openWayOut(isolation, targets, labels, removals);
    const id = await engine.createContainer(
      agentContainer({
        ...isolation,
        labels,
        argv,
        place,
        trusted: await trustedIn(place),
        ...(wayOut ? { wayOut, targets } : { targets: [] }),
      }),
    );
    removals.push(() => engine.removeContainer(id, { volumes: true }));
    const streams = await engine.attachContainer(id);
    await engine.startContainer(id);
    // An engine that goes away takes the answer with it.
    const exited = engine.waitContainer(id).catch(gone);
    let ending: Promise<void> | undefined;
    const end = async () => {
      await engine.stopContainer(id, graceMs).catch(() => undefined);
      await exited.catch(() => undefined);
      await remove();
    };
    return { ...streams, exited, end: () => (ending ??= end()) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Who is only asked for its version trusts nobody. */
async function trustedIn({ worktree, env }: LaunchPlace): Promise<string[]> {
  const paths = worktree === undefined ? [] : trust.flatMap((name) => (env[name]?.startsWith('/') ? [env[name]] : []));
  const there = await Promise.all(paths.map((path) => exists(path)));
  return [...new Set(paths.filter((_, index) => there[index]))];
}

function gone(error: unknown): never {
  throw new PlaceGone(`the engine went away while the agent was at work: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}

/** What an engine says that answers is its own to say. */
function orGone(error: unknown): never {
  if (!(error instanceof Error && 'kind' in error && (error.kind === 'unreachable' || error.kind === 'timeout'))) throw error;
  throw new PlaceGone(`the engine is away: ${error.message}`, { cause: error });
}

/** One that was named twice is listened for once. */
function known(targets: (Target | undefined)[]): Target[] {
  const there = targets.filter((target) => target !== undefined);
  return [...new Map(there.map((target) => [`${target.address} ${target.port}`, target])).values()];
}
