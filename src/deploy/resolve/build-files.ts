import { resolve } from 'node:path';
import { pathKind } from '../../system/read.ts';
import type { ComposeFile, ComposeService } from '../model/compose-file.ts';

/** Local build contexts and Dockerfiles that are not there: service → path. */
export async function findMissingBuildFiles(model: ComposeFile): Promise<Record<string, string>> {
  const looked = await Promise.all(
    Object.entries(model.services).map(async ([service, definition]) => {
      const missing = await firstMissing(definition.build);
      return missing === undefined ? [] : [[service, missing]];
    }),
  );
  return Object.fromEntries(looked.flat());
}

/** A context elsewhere (`https://…`, `git@…`, `docker-image://…`) is the builder's to find. */
async function firstMissing(build: ComposeService['build']): Promise<string | undefined> {
  const { context } = build ?? {};
  if (!context?.startsWith('/')) return undefined;
  if ((await pathKind(context)) === 'missing') return context;
  if (build?.['dockerfile_inline'] !== undefined) return undefined;
  const dockerfile = resolve(context, build?.dockerfile ?? 'Dockerfile');
  return (await pathKind(dockerfile)) === 'missing' ? dockerfile : undefined;
}
