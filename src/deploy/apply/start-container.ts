import type { Engine } from '../../engine/interface.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { Contents } from '../model/stack.ts';
import { runHooks } from './hooks.ts';
import { inlineFiles } from './inline-files.ts';

/** A service, and what its containers get: the plan's file, and what its secrets and configs hold. */
export interface Startable {
  service: string;
  file: ComposeFile;
  contents: Contents;
}

/** What containers that ran before are started with: a secret or config that nobody knows is as they got it with their first start. */
export function onceMore(file: ComposeFile, contents?: Contents): Omit<Startable, 'service'> {
  return contents ? { file, contents } : { file: { ...file, secrets: {}, configs: {} }, contents: { secrets: {}, configs: {} } };
}

/**
 * Starts one container as `docker compose up` would, and no other of its service: secrets and configs are put into it, it is started, and its
 * post_start hooks run. One that runs already is left alone. Throws EngineError.
 */
export async function startContainer(id: string, { service, file, contents }: Startable, engine: Engine): Promise<void> {
  const files = inlineFiles(file, service, contents);
  const { post_start: hooks = [] } = file.services[service] ?? {};
  const plain = files.length === 0 && hooks.length === 0;
  if (!plain && (await engine.inspectContainer(id))?.state === 'running') return;
  await engine.putFiles(id, files);
  await engine.startContainer(id);
  await runHooks(id, { service, kind: 'post_start', hooks }, engine);
}
