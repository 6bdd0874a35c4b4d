import { basename, join, sep } from 'node:path';

import type { Pruned } from '../../contract/prune.ts';
import type { Recorded } from '../../ledger/history.ts';
import { filesBelow } from '../../system/folder.ts';
import { planDirectory } from '../plan-files.ts';
import type { PruneTools, Stock } from './stock.ts';

/** A file that belongs to nothing any more. */
export interface LeftoverFile extends Pruned {
  path: string;
}

/** An instance may have come up since the list of those that are known. */
const youngMs = 10 * 60_000;

/** Plans of instances that are gone, and of executions that are over. */
export async function leftoverPlans(
  { idle, known }: Pick<Stock, 'idle' | 'known'>,
  tools: Pick<PruneTools, 'journal' | 'clock' | 'home'>,
  only: string | undefined,
): Promise<LeftoverFile[]> {
  const top = join(tools.home, 'instances');
  const unfinished = await tools.journal.unfinished();
  const needed = await Promise.all(
    idle.map(async ({ composeName, planFile }) => {
      const parked = await tools.journal.parked(composeName);
      const uuids = [...unfinished, ...(parked ? [parked] : [])].filter((one) => one.composeName === composeName).map(({ uuid }) => uuid);
      return { folder: planDirectory(tools.home, composeName), planFile, uuids };
    }),
  );
  const isKnown = (composeName: string) => known.has(composeName) || unfinished.some((one) => one.composeName === composeName);
  return (await filesBelow(top)).flatMap(({ path, bytes, changedAt }) => {
    const [composeName = '', inside = '', ...deeper] = path.slice(top.length + 1).split(sep);
    if (!isKnown(composeName) && only === undefined && tools.clock.now() - changedAt > youngMs)
      return [leftover(path, bytes, `there is no instance ${composeName} any more`)];
    const own = needed.find(({ folder }) => path.startsWith(folder));
    const isPlan = own !== undefined && deeper.length === 0 && path !== own.planFile && !own.uuids.some((uuid) => inside.includes(uuid));
    return isPlan ? [leftover(path, bytes, 'its execution is over')] : [];
  });

  function leftover(path: string, bytes: number, cause: string): LeftoverFile {
    return { kind: 'plan', name: path, path, cause, bytes };
  }
}

/** Of so many executions of each instance the evidence is kept. */
const keptEvidence = 20;
const ending = '.evidence.json';

/** Evidence of executions that are long past; their records stay. */
export async function oldEvidence(
  { idle }: Pick<Stock, 'idle'>,
  { history, home }: Pick<PruneTools, 'history' | 'home'>,
  only: string | undefined,
): Promise<LeftoverFile[]> {
  const files = (await filesBelow(join(home, 'records'))).filter(({ path }) => path.endsWith(ending));
  const newest = new Map<string, Promise<Set<string>>>();
  const newestOf = ({ project, instance }: Recorded) => {
    const list = history.list({ project, instance, limit: keptEvidence });
    const uuids = newest.get(`${project}/${instance}`) ?? list.then((recorded) => new Set(recorded.map(uuidOf)));
    newest.set(`${project}/${instance}`, uuids);
    return uuids;
  };
  const looked = files.map(async ({ path, bytes }) => {
    const recorded = await history.get(basename(path, ending));
    // Without a record its execution may still be at work.
    if (!recorded || (only !== undefined && !idle.some(({ project, instance }) => isOf(recorded, { project, instance })))) return [];
    if ((await newestOf(recorded)).has(uuidOf(recorded))) return [];
    const cause = `${recorded.project}/${recorded.instance} has ${keptEvidence} newer executions`;
    return [{ kind: 'evidence' as const, name: path, path, cause, bytes }];
  });
  return (await Promise.all(looked)).flat();
}

function uuidOf({ record }: Recorded): string {
  return record.execution_uuid;
}

function isOf(recorded: Recorded, { project, instance }: { project: string; instance: string }): boolean {
  return recorded.project === project && recorded.instance === instance;
}
