import type { Engine } from '../../../engine/interface.ts';
import type { ComposeFile } from '../../model/compose-file.ts';
import type { DockerfileFacts } from '../../model/dockerfile.ts';
import type { AbsentImage } from '../../model/surroundings.ts';

export interface AskingForImages {
  engine: Pick<Engine, 'inspectImage' | 'isInRegistry' | 'listImages'>;
  /** How long a registry may take to answer. */
  patienceMs: number;
}

/** Images that services run or Dockerfiles begin with, and that the engine does not have: their registry is asked for those alone. */
export async function surveyAbsentImages(
  { services }: ComposeFile,
  dockerfiles: Record<string, DockerfileFacts>,
  { engine, patienceMs }: AskingForImages,
): Promise<Record<string, AbsentImage>> {
  const built = new Set(Object.values(services).flatMap(({ build, image }) => (build && image ? [image] : [])));
  const run = Object.values(services).flatMap(({ build, image }) => (image && !build && !built.has(image) ? [image] : []));
  const references = [...new Set([...run, ...Object.values(dockerfiles).flatMap(beginnings)])].filter((one) => !built.has(one));
  const looked = references.map(async (reference): Promise<[string, AbsentImage][]> => {
    if (await engine.inspectImage(reference).catch(() => 'unknown')) return [];
    const [inRegistry, listed] = await Promise.all([
      engine.isInRegistry(reference, patienceMs),
      engine.listImages(`${withoutTag(reference)}:*`).catch(() => []),
    ]);
    return [[reference, { ...(inRegistry === undefined ? {} : { inRegistry }), related: listed.map((image) => image.reference) }]];
  });
  return Object.fromEntries((await Promise.all(looked)).flat());
}

/** What the stages that are built begin with, where that is no stage itself. */
function beginnings({ stages, foreignSyntax }: DockerfileFacts): string[] {
  if (foreignSyntax) return [];
  return stages.flatMap(({ from, base, needed }) => (needed && base === undefined && from && from !== 'scratch' ? [from] : []));
}

function withoutTag(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
