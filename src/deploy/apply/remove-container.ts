import type { Engine } from '../../engine/interface.ts';
import type { ComposeService } from '../model/compose-file.ts';
import { stopDespiteHooks } from './stop-container.ts';

/**
 * Stops and removes one container, its pre_stop hooks first where it runs. A hook that fails is thrown once the container is gone, for it must not keep
 * it. Throws EngineError. `definition` is that of the version which the container is of.
 */
export async function removeContainer(
  id: string,
  definition: ComposeService,
  engine: Engine,
  { volumes }: { volumes: boolean },
): Promise<void> {
  const failed = await stopDespiteHooks(id, definition, engine);
  await engine.removeContainer(id, { volumes });
  if (failed) throw failed;
}
