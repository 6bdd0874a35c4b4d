import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

import { fingerprint } from '../../system/fingerprint.ts';
import { hashOf } from '../model/hash.ts';
import type { ComposeService } from '../model/compose-file.ts';
import { readIgnored } from '../../system/docker-ignore.ts';
import { standingFilesIn } from './standing-files.ts';

/**
 * Names everything that a build reads: its options, its Dockerfile and its context without what `.dockerignore` leaves out and
 * what `portside graduate` wrote, by path, size and
 * change time. The same key means the same image, so nothing has to be built. Undefined where that cannot be told (a remote or very large context).
 */
export async function contextKey({ build, platform }: ComposeService): Promise<string | undefined> {
  const context = build?.context;
  if (!build || !context || /^(https?|git|ssh):|^git@/.test(context)) return undefined;
  if (build['additional_contexts'] || build['ssh'] || build['no_cache'] || build['pull']) return undefined;
  const dockerfile = build.dockerfile && !build['dockerfile_inline'] ? resolve(context, build.dockerfile) : undefined;
  const ignored = await readIgnored(context, dockerfile);
  const standing = await standingFilesIn(context, ignored);
  const leftOut = { ...ignored, ignores: (path: string) => standing.has(path) || ignored.ignores(path) };
  const [tree, file] = await Promise.all([fingerprint(context, mostFiles, leftOut), dockerfile ? fingerprint(dockerfile, 1) : 'none']);
  if (tree === undefined || file === undefined) return undefined;
  return createHash('sha256')
    .update(hashOf({ build, platform: platform ?? null, tree, file }))
    .digest('hex')
    .slice(0, 12);
}

/** Beyond this a walk takes longer than asking the builder, whose cache knows too. */
const mostFiles = 5000;
