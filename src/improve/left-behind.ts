import { join } from 'node:path';
import { leftoversOf, removeLeftovers } from '../agents/isolation/leftovers.ts';
import type { ExecutionEvent } from '../contract/events.ts';
import type { DeployTools } from '../deploy/tools.ts';
import type { Engine } from '../engine/interface.ts';
import { unfinishedRuns } from '../loop/run-store.ts';
import { realPath } from '../system/read.ts';
import type { RunLeft } from '../contract/run-left.ts';
import { runOfCopy } from './judge/judging.ts';
import { endLeftovers } from './resume.ts';

/** Sees, and removes, what killed runs left. `self`: the host on which processes can be looked at. */
export function leftBehind(
  tools: DeployTools,
  processes: { host: string; isAlive(process: { pid: number; startTime: string }): Promise<boolean> },
) {
  const owners = { self: { host: processes.host, pid: process.pid, startTime: '' }, isAlive: processes.isAlive };
  return {
    runs: () => runsLeft(tools),
    /** Ends what is at work for a run, and takes its throw-away instances away with their data. Throws UserError, EngineError. */
    endRun: (id: string) => endLeftovers(id, { tools, listen: (_event: ExecutionEvent) => undefined }),
    /** Names of containers and volumes that shut in agents of processes that are gone. */
    enclosures: async (engine: Engine) => {
      const { containers, volumes } = await leftoversOf(engine, owners);
      return { containers: containers.map(({ name }) => name), volumes: volumes.map(({ name }) => name) };
    },
    removeEnclosures: (engine: Engine) => removeLeftovers(engine, owners),
  };
}

async function runsLeft({ home, instances, locks }: DeployTools): Promise<RunLeft[]> {
  const copies = await copiesIn(home, await instances.list());
  // The runs after the locks: one that begins meanwhile is at work.
  const all = await unfinishedRuns(home);
  const held = new Set(await locks.held());
  const copiesOf = (id: string) => copies.filter(({ run }) => run === id.slice(0, 8));
  const known = all
    .filter(({ directory }) => !held.has(`improve ${directory}`))
    .map(({ id, directory, agent, startedAt, tries }) => ({
      id,
      directory,
      agent,
      startedAt,
      tries: tries.length,
      copies: namesOf(copiesOf(id)),
    }));
  const ofRuns = new Set(all.map(({ id }) => id.slice(0, 8)));
  const over = Map.groupBy(
    copies.filter(({ run, composeName }) => !ofRuns.has(run) && !held.has(composeName)),
    ({ run }) => run,
  );
  return [...known, ...[...over].map(([id, own]) => ({ id, tries: 0, copies: namesOf(own) }))];
}

interface CopyLeft {
  run: string;
  project: string;
  instance: string;
  composeName: string;
}

/** Only what stands in a run's own folder is thrown away: a user may call an instance what he likes. */
async function copiesIn(
  home: string,
  all: { project: string; instance: string; composeName: string; directory: string }[],
): Promise<CopyLeft[]> {
  const folders = [home, await realPath(home)].map((folder) => join(folder, 'improve', '/'));
  return all.flatMap(({ project, instance, composeName, directory }) => {
    const run = runOfCopy(instance);
    return run !== undefined && folders.some((folder) => directory.startsWith(folder)) ? [{ run, project, instance, composeName }] : [];
  });
}

function namesOf(copies: CopyLeft[]): string[] {
  return copies.map(({ project, instance }) => `${project}/${instance}`);
}
