import { removeTree } from '../../system/files.ts';
import { composeLabel } from '../model/labels.ts';
import { planDirectory } from '../plan-files.ts';
import type { Connection } from '../tools.ts';
import { recover } from './recover.ts';
import { type RecoveryTools, unfinishedOf } from './unfinished.ts';

/** How clearing away went. */
export interface ClearedAway {
  /** What is not as it should be. */
  problems: string[];
  /** What was left as it is on purpose, and how a person has it otherwise. */
  notes: string[];
}

/**
 * Clears up all that killed executions left of one instance, and gives back name and ports of one that never came up. The caller holds the
 * instance's lock.
 */
export async function clearAway(composeName: string, connection: Connection, tools: RecoveryTools): Promise<ClearedAway> {
  const problems: string[] = [];
  const notes: string[] = [];
  const silent = { step: () => undefined, note: (words: string) => void notes.push(words), verdict: () => undefined };
  for (const inFlight of await unfinishedOf(composeName, tools)) {
    const { problems: left, oldVersion } = await recover(inFlight, connection, tools, silent);
    problems.push(...left, ...(oldVersion?.verified === false ? [oldVersion.detail] : []));
  }
  const known = await tools.instances.find(composeName);
  const containers = await connection.engine.listContainers({ [composeLabel.project]: composeName });
  if (problems.length > 0 || known?.executionUuid !== undefined || containers.length > 0) return { problems, notes };
  await tools.leases.release(composeName);
  await tools.revisions.forget(composeName);
  await tools.instances.forget(composeName);
  await removeTree(planDirectory(tools.home, composeName));
  return { problems, notes };
}
