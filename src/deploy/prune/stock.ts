import type { Engine } from '../../engine/interface.ts';
import type { Instance } from '../../ledger/instances.ts';
import { readIfAllowed } from '../../system/files.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { ListedImage } from '../model/engine-info.ts';
import type { RevisionRow } from '../model/revision.ts';
import type { DeployTools } from '../tools.ts';
import { surplusOf } from './surplus.ts';

export type PruneTools = Pick<DeployTools, 'instances' | 'revisions' | 'history' | 'journal' | 'locks' | 'clock' | 'home'>;

export interface Scope {
  /** An instance's Compose name; without it everything is meant. */
  only?: string | undefined;
  keep: number;
  /** Compose names of instances that this process has locked itself. */
  locked: readonly string[];
}

/** What there is, and who needs it, at one moment. */
export interface Stock {
  /** Registered, in scope, and nobody is at work on them. */
  idle: Instance[];
  busy: Instance[];
  /** Compose names of all that are registered or locked. */
  known: ReadonlySet<string>;
  surplus: { instance: Instance; row: RevisionRow }[];
  listed: ListedImage[];
  /** Ids of images that containers, plans and the revisions that stay run. */
  used: ReadonlySet<string>;
}

/** Looks around, and touches nothing. Throws EngineError. */
export async function takeStock(engine: Pick<Engine, 'listContainers' | 'listImages'>, tools: PruneTools, scope: Scope): Promise<Stock> {
  const [registered, held, containers, listed] = await Promise.all([
    tools.instances.list(),
    tools.locks.held(),
    engine.listContainers(),
    allImages(engine),
  ]);
  const atWork = new Set(held.filter((composeName) => !scope.locked.includes(composeName)));
  const meant = registered.filter(({ composeName }) => scope.only === undefined || composeName === scope.only);
  const idle = meant.filter(({ composeName }) => !atWork.has(composeName));
  const rows = await Promise.all(
    registered.map(async (instance) => ({ instance, rows: await tools.revisions.list(instance.composeName) })),
  );
  const surplus = rows.flatMap(({ instance, rows: all }) =>
    idle.includes(instance)
      ? surplusOf(all, { keep: scope.keep, running: instance.revision, canary: instance.canary?.executionUuid }).map((row) => ({
          instance,
          row,
        }))
      : [],
  );
  const going = new Set(surplus.map(({ row }) => row));
  const kept = rows.flatMap(({ rows: all }) => all.filter((row) => !going.has(row)));
  return {
    idle,
    busy: meant.filter(({ composeName }) => atWork.has(composeName)),
    known: new Set([...registered.map(({ composeName }) => composeName), ...held]),
    surplus,
    listed,
    used: new Set([
      ...containers.map(({ imageId }) => imageId),
      ...(await plannedImages(registered)),
      ...kept.flatMap(({ images }) => Object.values(images).map(({ id }) => id)),
    ]),
  };
}

/** A star stands for no slash: names have up to four parts. */
const patterns = ['*', '*/*', '*/*/*', '*/*/*/*'];

async function allImages(engine: Pick<Engine, 'listImages'>): Promise<ListedImage[]> {
  const listed = (await Promise.all(patterns.map((pattern) => engine.listImages(pattern)))).flat();
  return [...new Map(listed.map((image) => [image.reference, image])).values()];
}

/** What registered instances were deployed with: one that is stopped needs its images again. */
async function plannedImages(registered: Instance[]): Promise<string[]> {
  const texts = await Promise.all(registered.flatMap(({ planFile }) => (planFile ? [readIfAllowed(planFile)] : [])));
  return texts.flatMap((text) => (text === undefined ? [] : imagesIn(text)));
}

function imagesIn(text: string): string[] {
  try {
    const { services } = JSON.parse(text) as ComposeFile;
    return Object.values(services).flatMap(({ image }) => image ?? []);
  } catch {
    return [];
  }
}
