import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { type Words, wordsOf } from './words.ts';
import { zshScript } from './zsh.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

const scripts: Record<Shell, (words: Words) => string> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** What a shell loads to complete commands, flags, and the words that only some arguments take. */
export function completionScript(shell: Shell, program: CommandUnknownOpts): string {
  return scripts[shell](wordsOf(program));
}
