import type { Engine } from '../../engine/interface.ts';
import type { Facts } from '../model/observed.ts';
import type { Image, Images } from '../model/image.ts';
import type { Stack } from '../model/stack.ts';
import type { Surroundings } from '../model/surroundings.ts';
import { surveyAbsentImages } from './container/absent-images.ts';
import { createLooks } from './container/looks.ts';
import { surveyContainers } from './container/survey-containers.ts';
import { surveyDockerfiles } from './dockerfile/survey-dockerfiles.ts';

/** Whom to ask about images, and where to keep the answers. */
export interface ImageTools {
  /** Absent where none answers: then Dockerfiles alone are looked at, and what they copy. */
  engine?: Pick<Engine, 'inspectImage' | 'lookInto' | 'isInRegistry' | 'listImages'>;
  home: string;
  /** For tools that are run. */
  environment: Record<string, string>;
  /** service → the name under which the engine has its image, once it is built or pulled; or the image, where it is known already. */
  references: Record<string, string | Image>;
}

const registryPatienceMs = 2000;

const nobody: Pick<Engine, 'inspectImage' | 'lookInto'> = { inspectImage: async () => undefined, lookInto: async () => ({}) };

/** Dockerfiles, images, and what containers will run. Asks a registry only for images that the engine does not have. */
export async function surveyImages(
  { compose, settings }: Pick<Stack, 'compose' | 'settings'>,
  { engine: facts }: Pick<Facts, 'engine'>,
  { engine, home, references }: Omit<ImageTools, 'environment'>,
): Promise<Pick<Surroundings, 'dockerfiles' | 'insides' | 'runs' | 'absentImages'>> {
  const [dockerfiles, images] = await Promise.all([surveyDockerfiles(compose), imagesOf(references, engine ?? nobody)]);
  const [runs, absentImages] = await Promise.all([
    surveyContainers(
      compose.services,
      { images, dockerfiles, before: settings.before ?? {} },
      { engine: engine ?? nobody, looks: createLooks(engine ?? nobody, home), facts },
    ),
    engine ? surveyAbsentImages(compose, dockerfiles, { engine, patienceMs: registryPatienceMs }) : {},
  ]);
  const insides = Object.fromEntries(Object.entries(images).map(([service, image]) => [service, { image }]));
  return { dockerfiles, insides, runs, absentImages };
}

async function imagesOf(references: ImageTools['references'], engine: Pick<Engine, 'inspectImage'>): Promise<Images> {
  const names = new Set(Object.values(references).filter((one) => typeof one === 'string'));
  const asked = new Map([...names].map((name) => [name, engine.inspectImage(name).catch(() => undefined)]));
  const found = Object.entries(references).map(
    async ([service, one]) => [service, typeof one === 'string' ? await asked.get(one) : one] as const,
  );
  return Object.fromEntries((await Promise.all(found)).flatMap(([service, image]) => (image ? [[service, image]] : [])));
}
