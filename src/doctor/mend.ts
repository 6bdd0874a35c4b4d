import type { FixDone } from '../contract/doctor.ts';
import { UserError } from '../contract/user-error.ts';
import { type ClearedAway, clearAway } from '../deploy/recover/clear-away.ts';
import type { Connection } from '../deploy/tools.ts';
import { EngineError } from '../engine/interface.ts';
import { removeTree } from '../system/files.ts';
import type { Fix } from './fix.ts';
import type { DoctorTools } from './look.ts';

/** Does it under the instance's lock. Resolves to what went wrong, and to what is worth knowing. */
export async function mend(fix: Fix, connect: () => Promise<Connection>, tools: DoctorTools): Promise<Mended> {
  try {
    if (fix.fix === 'remove-file') {
      await removeTree(fix.path);
      return {};
    }
    if (fix.fix === 'remove-enclosures') {
      await tools.improve.removeEnclosures((await connect()).engine);
      return {};
    }
    if (fix.fix === 'take-down') return problem(await tools.takeDown(fix.instance));
    await using _lock = await tools.locks.acquire(fix.composeName, 'doctor');
    return await mendLocked(fix, connect, tools);
  } catch (error) {
    // A file that may not be removed is a problem to be told too.
    if (error instanceof EngineError || error instanceof UserError || (error instanceof Error && 'code' in error))
      return { problem: error.message };
    throw error;
  }
}

type Mended = Pick<FixDone, 'problem' | 'note'>;

function problem(words: string | undefined): Mended {
  return words ? { problem: words } : {};
}

function said({ problems, notes }: ClearedAway): Mended {
  return { ...problem(problems.join('; ')), ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}

async function mendLocked(
  fix: Exclude<Fix, { fix: 'remove-file' | 'remove-enclosures' | 'take-down' }>,
  connect: () => Promise<Connection>,
  tools: DoctorTools,
): Promise<Mended> {
  switch (fix.fix) {
    case 'recover':
      return said(await clearAway(fix.composeName, await connect(), tools));
    case 'forget':
      await tools.leases.release(fix.composeName);
      await tools.instances.forget(fix.composeName);
      return {};
    // Whoever takes a dead owner's lock and gives it back has freed it.
    case 'free-lock':
      return {};
    case 'end-improve':
      await tools.improve.endRun(fix.id);
      return {};
    case 'remove-container': {
      const { engine } = await connect();
      const now = await engine.inspectContainer(fix.id);
      if (fix.unlessRunning && now?.state === 'running') return { problem: `${fix.name} runs now` };
      await engine.removeContainer(fix.id, { volumes: false });
      return {};
    }
    case 'rename-container':
      await (await connect()).engine.renameContainer(fix.id, fix.to);
      return {};
    case 'remove-network':
      await (await connect()).engine.removeNetwork(fix.name);
      return {};
  }
}
