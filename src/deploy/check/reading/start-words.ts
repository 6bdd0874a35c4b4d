import type { ComposeService } from '../../model/compose-file.ts';

/** The words that a service is started with, as far as its file says: entrypoint, then command; `$` as the container sees it. */
export function startWords({ entrypoint, command }: ComposeService): string[] {
  return [...texts(entrypoint), ...texts(command)].map((word) => word.replaceAll('$$', '$'));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** What a shell is given to run, where the words are `sh -c '…'` in any of its spellings. */
export function shellScript(words: string[]): string | undefined {
  const [shell = '', options = '', script] = words;
  return shells.has(shell.split('/').at(-1) ?? '') && /^-[a-z]*c$/.test(options) ? script : undefined;
}
