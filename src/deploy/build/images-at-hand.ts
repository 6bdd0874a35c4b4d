import type { Engine } from '../../engine/interface.ts';
import type { ComposeService } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import type { Stack } from '../model/stack.ts';
import { referenceOf } from './build.ts';

/** What a dry run knows of images without building or pulling: those that are there, and steps for those that are not. */
export async function imagesAtHand(
  stack: Stack,
  engine: Engine,
  contextKey: (service: ComposeService) => Promise<string | undefined>,
): Promise<{ images: Images; steps: { step: string; cause: string }[] }> {
  const images: Images = {};
  const steps: { step: string; cause: string }[] = [];
  for (const [service, definition] of Object.entries(stack.compose.services)) {
    const reference = await referenceOf(stack, service, definition, contextKey);
    const found = await engine.inspectImage(reference);
    images[service] = found ?? { id: `not-made-yet:${reference}`, reference, volumes: [], exposed: [] };
    if (!found && definition.build) steps.push({ step: `build ${service}`, cause: 'no image was built from these files yet' });
    if (!found && reference === definition.image)
      steps.push({ step: `pull ${reference}`, cause: `the engine does not have it, ${service} runs it` });
  }
  return { images, steps };
}
