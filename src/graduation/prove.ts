import { join } from 'node:path';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { ComposeFile } from '../deploy/model/compose-file.ts';
import { planDirectory } from '../deploy/plan-files.ts';
import { resolveModel } from '../deploy/resolve/model.ts';
import { withLeases } from '../deploy/resolve/with-leases.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { EngineError } from '../engine/interface.ts';
import { ensurePrivateDirectory, removeTree, writePrivateFile } from '../system/files.ts';
import { differences } from './differences.ts';
import type { SeenFiles } from './look.ts';
import type { Made } from './make.ts';
import { shownSecrets } from './secrets-stay-out.ts';

/** Before anybody trusts a standing file: Compose takes it, it is the same stack, and no secret stands in it. Throws UserError (exit 3). */
export async function proveStanding(
  text: string,
  made: Made,
  { stack }: SeenFiles,
  tools: Pick<DeployTools, 'parser' | 'home' | 'ids'>,
): Promise<void> {
  const shown = shownSecrets(text, made.texts, made.kept);
  if (shown.length > 0)
    throw refused(
      `the standing file would show the value of ${shown.join(', ')}`,
      'where the Compose file uses it, write it as a whole value: NAME: ${NAME}',
    );
  const { project, identity, environment, leases } = stack;
  const folder = planDirectory(tools.home, identity.composeName);
  const file = join(folder, `standing-${tools.ids.uuid()}.yaml`);
  const input = { ...project, composeName: identity.composeName, environment };
  await ensurePrivateDirectory(folder);
  try {
    await writePrivateFile(file, text);
    const standing = await tools.parser.config({
      ...input,
      files: [file],
      envFiles: [...made.includedFrom, ...project.envFiles],
      profiles: [],
    });
    const wanted = withLeases(await resolveModel(tools.parser, input, made.sources), leases);
    const different = differences(wanted, standing as ComposeFile);
    if (different.length > 0)
      throw refused(
        `the standing file would be another stack than the one that runs: it differs in ${different.slice(0, 3).join(', ')}`,
        'please report it, with that part of the Compose file; nothing was written',
      );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw refused(`Compose does not take the standing file: ${error.message}`, 'please report it; nothing was written', error);
  } finally {
    await removeTree(file);
  }
}

function refused(message: string, hint: string, cause?: unknown): UserError {
  return new UserError({ code: 'no-standing-file', exit: exitCode.stopped, message, hint, cause });
}
