import { join } from 'node:path';
import { pathKind } from '../../system/read.ts';
import { git } from './git.ts';
import type { Repository } from './repository.ts';

const asked = '^(core\\.(autocrlf|eol|filemode|symlinks|ignorecase|precomposeunicode|attributesfile|excludesfile)|filter\\..*)$';

/** What the project's repository itself says of how files are read and written, as `-c` takes it: line ends, filters, where large files lie. */
export async function readingSettings(repository: Repository): Promise<string[]> {
  const said = await git(repository, ['config', '--local', '-z', '--get-regexp', asked], { alsoFine: [1] });
  const settings = said.split('\0').filter(Boolean).map(settingOf);
  // Git LFS looks below the git directory that it is called for.
  const largeFiles = join(repository.commonDir, 'lfs');
  return (await pathKind(largeFiles)) === 'directory' ? [...settings, `lfs.storage=${largeFiles}`] : settings;
}

/** `key\nvalue`; a key alone means yes, and so it does for `-c`. */
function settingOf(entry: string): string {
  return entry.replace('\n', '=');
}
