import { join } from 'node:path';

import { ensurePrivateDirectory, readIfExists, writePrivateFile } from '../../system/files.ts';
import type { Commitment } from '../model/commitment.ts';
import { planDirectory } from '../plan-files.ts';

/** Where it is kept what a canary comes to once it is promoted. It holds no more than the journal would, and goes with the plans. */
function fileOf(home: string, composeName: string, execution: string): string {
  return join(planDirectory(home, composeName), `canary-${execution}.json`);
}

export async function keepCommitment(home: string, commitment: Commitment): Promise<void> {
  const { composeName } = commitment.identity;
  await ensurePrivateDirectory(planDirectory(home, composeName));
  await writePrivateFile(fileOf(home, composeName, commitment.record.execution_uuid), JSON.stringify(commitment));
}

/** Undefined where it is gone. */
export async function keptCommitment(home: string, composeName: string, execution: string): Promise<Commitment | undefined> {
  const text = await readIfExists(fileOf(home, composeName, execution));
  return text === undefined ? undefined : (JSON.parse(text) as Commitment);
}
