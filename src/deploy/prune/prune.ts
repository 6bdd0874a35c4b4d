import type { PruneOptions, PruneReport, Pruned } from '../../contract/prune.ts';
import { UserError } from '../../contract/user-error.ts';
import { type Engine, EngineError } from '../../engine/interface.ts';
import type { Lock } from '../../ledger/lock.ts';
import { removeTree } from '../../system/files.ts';
import { type ImageUse, freedBy, unneededImages } from './images.ts';
import { type LeftoverFile, leftoverPlans, oldEvidence } from './leftovers.ts';
import { type PruneTools, type Scope, type Stock, takeStock } from './stock.ts';

type PruningEngine = Pick<Engine, 'listContainers' | 'listImages' | 'removeImage'>;

/** Removes what nobody needs any more, once `agree` has seen it. Records are never removed, nor is anything of an instance that somebody works on. */
export async function prune(
  { instance, keep }: PruneOptions,
  engine: PruningEngine,
  tools: PruneTools,
  agree: (report: PruneReport) => Promise<boolean>,
): Promise<PruneReport> {
  const scope: Scope = { only: instance?.compose_name, keep, locked: [] };
  const stock = await takeStock(engine, tools, scope);
  const seen = reportOf(stock, await findPrunable(stock, engine, tools, scope));
  if (seen.items.length === 0 || !(await agree(seen))) return seen;

  const locks = await lockAll(stock, tools);
  try {
    // Looked at again: whoever was at work until now may have changed it.
    const locked: Scope = { ...scope, locked: [...locks.keys()] };
    const now = await takeStock(engine, tools, locked);
    const agreed = new Set(seen.items.map(keyOf));
    const prunable = (await findPrunable(now, engine, tools, locked)).filter((item) => agreed.has(keyOf(item)));
    return await removeAll(reportOf(now, prunable), prunable);
  } finally {
    await Promise.all([...locks.values()].map((lock) => lock.release()));
  }
}

interface Prunable extends Pruned {
  /** Resolves to why it could not be removed. */
  remove(): Promise<string | undefined>;
}

/** What could be removed; used by doctor too, to say how much that is. */
export async function findPrunable(
  stock: Stock,
  engine: Pick<PruningEngine, 'removeImage'>,
  tools: PruneTools,
  { only, keep }: Scope,
): Promise<Prunable[]> {
  const { idle, surplus, listed, used } = stock;
  const tags = surplus.flatMap(({ row }) => Object.values(row.images).map(({ tag }) => tag));
  const use = { listed, used, surplusTags: new Set(tags), ...(await projectsOf(stock, tools, only)) };
  const built = unneededImages(use);
  const tagged = freedBy(
    listed.filter(({ reference }) => use.surplusTags.has(reference)),
    { ...use, surplusTags: new Set([...tags, ...built.map(({ reference }) => reference)]) },
  );
  const bytesOf = new Map(tagged.map(({ reference, bytes }) => [reference, bytes]));
  const revisions = surplus.map(({ instance, row }): Prunable => {
    const names = Object.values(row.images).map(({ tag }) => tag);
    return {
      kind: 'revision',
      name: `${instance.project}/${instance.instance} r${row.number}`,
      cause: `beyond the newest ${keep}`,
      bytes: names.reduce((sum, tag) => sum + (bytesOf.get(tag) ?? 0), 0),
      async remove() {
        for (const tag of names) if (!(await engine.removeImage(tag))) return `a container still uses ${tag}`;
        await tools.revisions.remove(instance.composeName, [row.number]);
        return undefined;
      },
    };
  });
  // An image that also goes by a revision's tag is counted there.
  const counted = new Set(tagged.filter(({ bytes }) => bytes > 0).map(({ id }) => id));
  const images = built.map(({ id, reference, bytes }): Prunable => ({
    ...{ kind: 'image', name: reference, cause: 'no container, instance or revision runs it', bytes: counted.has(id) ? 0 : bytes },
    remove: async () => ((await engine.removeImage(reference)) ? undefined : 'a container uses it now'),
  }));
  const files = [...(await leftoverPlans({ idle, known: stock.known }, tools, only)), ...(await oldEvidence({ idle }, tools, only))];
  return [...revisions, ...images, ...files.map(fileItem)];
}

function fileItem({ path, ...file }: LeftoverFile): Prunable {
  return { ...file, remove: () => removeTree(path).then(() => undefined) };
}

/** Those whose images may go, and the others: an `up` that is at work may just have built one, and not started it yet. */
async function projectsOf({ idle }: Stock, tools: PruneTools, only: string | undefined): Promise<Pick<ImageUse, 'projects' | 'others'>> {
  const [recorded, registered, held] = await Promise.all([tools.history.projects(), tools.instances.list(), tools.locks.held()]);
  const mine = new Set(idle.map(({ composeName }) => composeName));
  const busy = registered.filter(({ composeName }) => held.includes(composeName) && !mine.has(composeName));
  const atWork = busy.map(({ project }) => project);
  const own = idle.map(({ project }) => project);
  const projects = new Set([...own, ...(only === undefined ? recorded : [])].filter((project) => !atWork.includes(project)));
  const known = new Set([...recorded, ...registered.map(({ project }) => project)]);
  return { projects: [...projects], others: { known: [...known].filter((project) => !projects.has(project)), busy: atWork } };
}

function reportOf({ busy }: Stock, prunable: Prunable[]): PruneReport {
  return {
    bytes: prunable.reduce((sum, { bytes }) => sum + bytes, 0),
    items: prunable.map(({ kind, name, cause, bytes }) => ({ kind, name, cause, bytes })),
    busy: busy.map(({ project, instance }) => `${project}/${instance}`),
    done: false,
    problems: [],
  };
}

/** Those that somebody has locked meanwhile are left out. */
async function lockAll({ idle }: Stock, { locks }: PruneTools): Promise<Map<string, Lock>> {
  const taken = new Map<string, Lock>();
  for (const { composeName } of idle) {
    try {
      taken.set(composeName, await locks.acquire(composeName, 'prune'));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return taken;
}

async function removeAll(report: PruneReport, prunable: Prunable[]): Promise<PruneReport> {
  const problems: string[] = [];
  for (const item of prunable) {
    const problem = await item.remove().catch((error: unknown) => {
      if (error instanceof EngineError) return error.message;
      throw error;
    });
    if (problem !== undefined) problems.push(`${item.name}: ${problem}`);
  }
  return { ...report, done: true, problems };
}

function keyOf({ kind, name }: Pruned): string {
  return `${kind} ${name}`;
}
