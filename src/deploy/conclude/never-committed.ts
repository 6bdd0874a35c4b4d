import type { Connection, DeployTools } from '../tools.ts';

/** Forgets what was written down of an execution for a commit that never came: its revision, and that its canary waits. Throws EngineError. */
export async function forgetUncommitted(
  { composeName, uuid }: { composeName: string; uuid: string },
  { engine }: Pick<Connection, 'engine'>,
  { revisions, instances }: Pick<DeployTools, 'revisions' | 'instances'>,
): Promise<void> {
  const registered = await instances.find(composeName);
  if (registered?.canary?.executionUuid === uuid) await instances.update(composeName, { canary: null });
  const runs = registered?.revision;
  const never = (await revisions.list(composeName)).filter(({ executionUuid, number }) => executionUuid === uuid && number !== runs);
  if (never.length === 0) return;
  for (const { tag } of never.flatMap(({ images }) => Object.values(images))) await engine.removeImage(tag);
  await revisions.remove(
    composeName,
    never.map(({ number }) => number),
  );
}
