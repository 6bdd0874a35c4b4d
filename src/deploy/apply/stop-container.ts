import { type Engine, EngineError } from '../../engine/interface.ts';
import type { ComposeService } from '../model/compose-file.ts';
import { runHooks } from './hooks.ts';

/**
 * Stops one container as `docker compose stop` would: its pre_stop hooks run first, where it runs. A hook that fails leaves it running. Throws
 * EngineError. `definition` is that of the version which the container is of.
 */
export async function stopContainer(id: string, definition: ComposeService, engine: Engine): Promise<void> {
  const { pre_stop: hooks = [] } = definition;
  const container = hooks.length > 0 ? await engine.inspectContainer(id) : undefined;
  if (container?.state === 'running') await runHooks(id, { service: container.service, kind: 'pre_stop', hooks }, engine);
  await engine.stopContainer(id);
}

/** The same; one whose hook fails is stopped all the same. Resolves to what its hooks said then. Throws EngineError where it cannot be stopped. */
export async function stopDespiteHooks(id: string, definition: ComposeService, engine: Engine): Promise<EngineError | undefined> {
  try {
    await stopContainer(id, definition, engine);
    return undefined;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    await engine.stopContainer(id);
    return error;
  }
}
