import { dirname, join, relative } from 'node:path';
import { shellWord } from '../contract/shell-word.ts';

export interface RunInput {
  /** Absolute paths. */
  file: string;
  directory: string;
  envFiles: readonly string[];
  /** Those that included files bring. */
  includedFrom: readonly string[];
  name: string;
}

/** What to type in the project's folder to run the standing file; `command` is what Compose is to do. */
export function runLine({ file, directory, envFiles, includedFrom, name }: RunInput, command: readonly string[] = ['up', '-d']): string {
  const shown = (path: string) => shellWord(relative(directory, path) || '.');
  const usual = envFiles.length === 0 || (envFiles.length === 1 && envFiles[0] === join(directory, '.env'));
  const named = usual && includedFrom.length === 0 ? [] : [...includedFrom, ...envFiles];
  return [
    'docker compose',
    ...(dirname(file) === directory ? [] : ['--project-directory .']),
    ...named.map((path) => `--env-file ${shown(path)}`),
    `-f ${shown(file)} -p ${name}`,
    ...command.map(shellWord),
  ].join(' ');
}
