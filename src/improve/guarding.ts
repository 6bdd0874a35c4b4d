import type { Judging } from '../deploy/from-files.ts';
import type { Finding } from '../deploy/model/finding.ts';
import type { Images } from '../deploy/model/image.ts';
import type { Stack } from '../deploy/model/stack.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { gained } from '../loop/guard/gained.ts';
import { lost } from '../loop/guard/lost.ts';

/** Holds every stack that an agent left against the one at the base commit: before anything of it is built, and before anything of it runs. */
export interface Guarding {
  /** Of the base itself, which is remembered; of any other, what it gained and lost, as errors. */
  judging(of: { base: boolean; directory: string }): Judging;
}

/** The project as it was, as far as it could be read. */
export interface BaseStack {
  stack: Stack;
  written: Deployment['groundwork']['draft']['sources']['files'];
  images?: Images;
}

/** Where the base is kept while the run lasts: it holds real values. */
export interface BaseStore {
  read(): Promise<BaseStack | undefined>;
  keep(base: BaseStack): Promise<void>;
}

export function createGuarding(store: BaseStore): Guarding {
  return { judging: ({ base, directory }) => (base ? remembering(store) : holding(store, directory)) };
}

function remembering(store: BaseStore): Judging {
  return {
    async alsoCheck(stack, { groundwork }) {
      await store.keep({ stack, written: groundwork.draft.sources.files });
      return [];
    },
    async alsoCheckImages(images) {
      const known = await store.read();
      if (known) await store.keep({ ...known, images });
      return [];
    },
  };
}

function holding(store: BaseStore, directory: string): Judging {
  return {
    async alsoCheck(stack, { groundwork }) {
      const before = await store.read();
      const beside = { written: { ...(before ? { base: before.written } : {}), now: groundwork.draft.sources.files } };
      const gains = gained(before?.stack, stack, { base: directory, now: directory }, beside);
      return gains.map((gain) => error('agent-gained', `it may not have more than before: ${gain.detail}`, 'do without it', gain.service));
    },
    async alsoCheckImages(images, stack) {
      const before = await store.read();
      if (!before) return [];
      const losses = lost(before.stack, stack, { images: { now: images, ...(before.images ? { base: before.images } : {}) } });
      return losses.map((loss) => error('agent-lost', `it must have all that it had: ${loss.detail}`, 'bring it back', loss.service));
    },
  };
}

/** Rules of the findings that no tree is kept with. */
export const refusing: readonly string[] = ['agent-gained', 'agent-lost'];

function error(rule: string, message: string, fix: string, service: string | undefined): Finding {
  return { rule, severity: 'error', message, fix, ...(service ? { service } : {}) };
}
