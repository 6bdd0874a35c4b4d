import { type Engine, EngineError } from '../../engine/interface.ts';

/** Starts the containers that a service had. Resolves to what is wrong for good: one that somebody removed can never be started. Throws EngineError. */
export async function startOld(
  { service, containers }: { service: string; containers: string[] },
  start: (service: string, id: string) => Promise<void>,
  engine: Engine,
): Promise<EngineError | undefined> {
  const there = await Promise.all(
    containers.map(async (id) => {
      try {
        await start(service, id);
        return true;
      } catch (error) {
        if (error instanceof EngineError && error.kind === 'not-found' && !(await engine.inspectContainer(id))) return false;
        throw error;
      }
    }),
  );
  const missing = there.filter((isThere) => !isThere).length;
  if (missing === 0) return undefined;
  return new EngineError('not-found', missing === 1 ? 'somebody removed its container' : `somebody removed ${missing} of its containers`);
}
