import { type ComposeFile } from '../deploy/model/compose-file.ts';
import { readIfAllowed } from '../system/files.ts';
import type { DoctorTools } from './look.ts';

/** Images that registered instances were deployed with, by whatever name their plans call them: a stopped one needs its image again. */
export async function planFileImages({ instances }: Pick<DoctorTools, 'instances'>): Promise<string[]> {
  const files = (await instances.list()).flatMap(({ planFile }) => planFile ?? []);
  const texts = await Promise.all(files.map(readIfAllowed));
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
