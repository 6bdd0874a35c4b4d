import type { Engine } from '../../engine/interface.ts';
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
