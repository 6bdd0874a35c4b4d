import type { Settings } from '../contract/settings.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { readSettings } from '../deploy/resolve/resolve.ts';
import { readSources } from '../deploy/resolve/sources.ts';

/**
 * `x-portside` as the files of the base commit write it, whatever else is wrong with them: what an agent is judged by must be known before anything is
 * mended. Throws UserError where it says what cannot be, for no agent may change it.
 */
export async function baseSettings(files: string[]): Promise<Settings> {
  const sources = await readSources(files, { shell: {}, envFiles: {} });
  const { settings, problems } = await readSettings(sources.written(['x-portside']));
  const [problem] = problems;
  if (!problem) return settings;
  throw new UserError({
    code: 'settings-invalid',
    exit: exitCode.usage,
    message: `x-portside.${problem.path.join('.')}: ${problem.message}`,
    hint: `${problem.fix ?? 'mend it'}, and commit: agents are judged by it, and may not change it`,
  });
}
