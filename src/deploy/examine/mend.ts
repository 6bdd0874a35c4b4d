import { join } from 'node:path';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { applyChanges } from '../../repair/apply.ts';
import type { FileChange, ProjectTexts } from '../../repair/project-texts.ts';
import { ComposeRefused } from '../resolve/refusal/refused.ts';
import { readDraft } from '../resolve/resolve.ts';
import type { DeployTools } from '../tools.ts';
import type { FoundProject } from '../resolve/find-project.ts';
import { shadowOf } from './shadow.ts';

/** A project's files, and whether Compose accepts them as they are. */
export interface Mending {
  found: FoundProject;
  accepted: boolean;
}

/** Writes the repairs, once Compose has read copies of what would be written; what it accepted before it must accept afterwards. */
export async function mend(
  changes: FileChange[],
  project: ProjectTexts,
  { found, accepted }: Mending,
  tools: DeployTools,
): Promise<{ files: string[] }> {
  if (accepted) await stillAccepted(changes, project, found, tools);
  await applyChanges(changes);
  return { files: changes.map((change) => (change.change === 'folder' ? change.path : change.file)) };
}

async function stillAccepted(changes: FileChange[], { compose }: ProjectTexts, found: FoundProject, tools: DeployTools): Promise<void> {
  const main = new Set(compose.flatMap(({ file, role }) => (role === 'main' ? [file] : [])));
  const instead = new Map(
    changes.flatMap((change) => (change.change === 'text' && main.has(change.file) ? [[change.file, change.after] as const] : [])),
  );
  const shadow = await shadowOf(instead, tools.parser, join(tools.home, 'check', tools.ids.uuid()));
  try {
    await readDraft(shadow.parser, { found, environment: tools.environment, demands: [], instead });
  } catch (error) {
    if (!(error instanceof ComposeRefused)) throw error;
    throw new UserError({
      code: 'repair-refused',
      exit: exitCode.stopped,
      message: `Compose would not accept the repaired file, so nothing was written: ${error.message}`,
      hint: 'repair it by hand, one finding after the other; and please report it',
      cause: error,
    });
  } finally {
    await shadow.remove();
  }
}
