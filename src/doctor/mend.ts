import { UserError } from '../contract/user-error.ts';
import { clearAway } from '../deploy/recover/clear-away.ts';
import type { Connection } from '../deploy/tools.ts';
import { EngineError } from '../engine/interface.ts';
import { removeTree } from '../system/files.ts';
import type { Fix } from './fix.ts';
import type { DoctorTools } from './look.ts';

/** Does it under the instance's lock. Resolves to what went wrong. */
export async function mend(fix: Fix, connect: () => Promise<Connection>, tools: DoctorTools): Promise<string | undefined> {
  try {
    if (fix.fix === 'remove-file') return void (await removeTree(fix.path));
    if (fix.fix === 'take-down') return await tools.takeDown(fix.instance);
    await using _lock = await tools.locks.acquire(fix.composeName, 'doctor');
    return await mendLocked(fix, connect, tools);
  } catch (error) {
    // A file that may not be removed is a problem to be told too.
    if (error instanceof EngineError || error instanceof UserError || (error instanceof Error && 'code' in error)) return error.message;
    throw error;
  }
}

async function mendLocked(
  fix: Exclude<Fix, { fix: 'remove-file' | 'take-down' }>,
  connect: () => Promise<Connection>,
  tools: DoctorTools,
): Promise<string | undefined> {
  switch (fix.fix) {
    case 'recover':
      return (await clearAway(fix.composeName, await connect(), tools)).join('; ') || undefined;
    case 'forget':
      await tools.leases.release(fix.composeName);
      return void (await tools.instances.forget(fix.composeName));
    // Whoever takes a dead owner's lock and gives it back has freed it.
    case 'free-lock':
      return undefined;
    case 'remove-container': {
      const { engine } = await connect();
      const now = await engine.inspectContainer(fix.id);
      if (fix.unlessRunning && now?.state === 'running') return `${fix.name} runs now`;
      return void (await engine.removeContainer(fix.id, { volumes: false }));
    }
    case 'rename-container':
      return void (await (await connect()).engine.renameContainer(fix.id, fix.to));
    case 'remove-network':
      return void (await (await connect()).engine.removeNetwork(fix.name));
  }
}
