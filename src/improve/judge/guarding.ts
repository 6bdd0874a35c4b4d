import { resolve } from 'node:path';
import type { Judging } from '../../deploy/from-files.ts';
import type { WrittenFile } from '../../deploy/model/draft.ts';
import type { Finding } from '../../deploy/model/finding.ts';
import type { Images } from '../../deploy/model/image.ts';
import type { Stack } from '../../deploy/model/stack.ts';
import { gained } from '../../loop/guard/gained.ts';
import { lost } from '../../loop/guard/lost.ts';
import type { Links } from '../../loop/guard/place.ts';
import type { JudgedCommit } from '../../loop/judge.ts';
import { readText } from '../../system/read.ts';

/** Holds every stack that an agent left against the one at the base commit: before anything of it is built, and before anything of it runs. */
export interface Guarding {
  /** Of the base itself, which is remembered; of any other, what it gained and lost, as errors. */
  judging(tree: Pick<JudgedCommit, 'root' | 'links'>, isBase: boolean): Judging;
}

/** The project as it was, as far as it could be read. */
export interface BaseStack {
  stack: Stack;
  written: readonly WrittenFile[];
  links: [string, string][];
  dockerfiles: Record<string, string>;
  /** Absent where they could not be had. */
  images?: Images;
}

/** Where the base is kept while the run lasts: it holds real values. */
export interface BaseStore {
  read(): Promise<BaseStack | undefined>;
  keep(base: BaseStack): Promise<void>;
}

export function createGuarding(store: BaseStore): Guarding {
  return { judging: ({ root, links }, isBase) => (isBase ? remembering(store, links) : holding(store, root, links)) };
}

function remembering(store: BaseStore, links: Links): Judging {
  return {
    async alsoCheck(stack, { groundwork }) {
      const dockerfiles = await dockerfilesOf(stack);
      await store.keep({ stack, written: groundwork.draft.sources.files, links: [...links], dockerfiles });
      return [];
    },
    async alsoCheckImages(images) {
      const known = await store.read();
      if (known) await store.keep({ ...known, images });
      return [];
    },
  };
}

function holding(store: BaseStore, root: string, links: Links): Judging {
  return {
    async alsoCheck(stack, { groundwork }) {
      const before = await store.read();
      const written = { ...(before ? { base: before.written } : {}), now: groundwork.draft.sources.files };
      const beside = { written, links, baseLinks: new Map(before?.links) };
      const gains = gained(before?.stack, stack, { base: root, now: root }, beside);
      return gains.map((gain) => error('agent-gained', `it may not have more than before: ${gain.detail}`, 'do without it', gain.service));
    },
    async alsoCheckImages(images, stack) {
      const before = await store.read();
      if (!before) return [];
      const losses = lost(before.stack, stack, {
        images: { now: images, ...(before.images ? { base: before.images } : {}) },
        dockerfiles: { base: before.dockerfiles, now: await dockerfilesOf(stack) },
        // Where the images of the base could not all be had, another one may be what mends it.
        isAvailable: () => before.images !== undefined,
      });
      return losses.map((loss) => error('agent-lost', `it must have all that it had: ${loss.detail}`, 'bring it back', loss.service));
    },
  };
}

/** By service, those that can be read. */
async function dockerfilesOf({ compose }: Stack): Promise<Record<string, string>> {
  const read = Object.entries(compose.services).map(async ([service, { build }]) => {
    if (!build?.context) return [];
    const text = await readText(resolve(build.context, build.dockerfile ?? 'Dockerfile'));
    return typeof text === 'string' ? [] : [[service, text.text] as const];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

/** Rules of the findings that no tree is kept with. */
export const refusing: readonly string[] = ['agent-gained', 'agent-lost'];

function error(rule: string, message: string, fix: string, service: string | undefined): Finding {
  return { rule, severity: 'error', message, fix, ...(service ? { service } : {}) };
}
