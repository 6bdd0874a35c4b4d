import type { InstanceView } from './instance.ts';

export interface PruneOptions {
  /** Only what is this one's; without it everything of this user's. */
  instance?: InstanceView;
  /** How many revisions of each instance stay. */
  keep: number;
}

/** What `portside prune` would remove, or has removed. */
export interface PruneReport {
  /** Bytes that it frees at most: images share layers. */
  bytes: number;
  items: Pruned[];
  /** Instances that somebody works on, `project/instance`: nothing of theirs is touched. */
  busy: string[];
  /** False where nothing was removed: nobody agreed. */
  done: boolean;
  /** What could not be removed, and why. */
  problems: string[];
}

export interface Pruned {
  kind: 'revision' | 'image' | 'plan' | 'evidence' | 'snapshot';
  /** Such as `hello/demo r1`, an image's name, a path. */
  name: string;
  /** Why nobody needs it. */
  cause: string;
  /** Of its files; of an image all its layers, but 0 where another name keeps it. */
  bytes: number;
}
