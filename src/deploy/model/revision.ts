import { shortHash, shorten } from './compose-name.ts';
import type { Images } from './image.ts';
import type { Identity, Stack } from './stack.ts';

/** A numbered, pinned version of an instance: what a rollback returns to. Holds real values: kept in a file of mode 600. */
export interface Revision {
  /** From 1; never given twice. */
  number: number;
  executionUuid: string;
  contentHash: string;
  /** Epoch milliseconds. */
  createdAt: number;
  /** The revision that it brought back. */
  from?: number;
  stack: Stack;
  images: Images;
}

/** A revision in a list: without its stack, and of its images only what pins them. */
export interface RevisionRow extends Omit<Revision, 'stack' | 'images'> {
  /** service → image */
  images: Record<string, PinnedImage>;
}

export interface PinnedImage {
  /** `sha256:…` */
  id: string;
  /** What keeps it from being pruned. */
  tag: string;
}

/** What keeps a revision's image: a project has several instances, and a revision several images. The dot, which no instance's name has, keeps `a-b`'s `c` from `a`'s `b-c`. */
export function revisionTag({ project, instance }: Pick<Identity, 'project' | 'instance'>, number: number, service: string): string {
  const tag = `r${number}-${instance}.${service}`;
  return `portside/${repository(project)}:${tag.length <= longestTag ? tag : shorten(tag, longestTag)}`;
}

const longestTag = 128;

/** Compose lets a project's name end in `-` and put separators side by side; a repository's may not. */
function repository(project: string): string {
  const plain = project.replaceAll(/[_-]+/g, '-').replace(/-$/, '');
  return wellFormed.test(project) ? project : `${plain}-${shortHash(project)}`;
}

const wellFormed = /^[a-z0-9]+((_|__|-+)[a-z0-9]+)*$/;
