import { type Engine, EngineError } from '../../engine/interface.ts';
import { type Revision, revisionTag } from '../model/revision.ts';

/** Names a revision's images, so that nobody prunes them. Once more changes nothing; one that is gone already cannot be kept, and is no error. */
export async function pin({ number, stack, images }: Revision, engine: Pick<Engine, 'tagImage'>): Promise<void> {
  // One after the other: of two names given to one image at the same time, Podman 4 loses one.
  for (const [service, { id }] of Object.entries(images)) {
    try {
      await engine.tagImage(id, revisionTag(stack.identity, number, service));
    } catch (error) {
      if (!(error instanceof EngineError && error.kind === 'image-not-found')) throw error;
    }
  }
}
