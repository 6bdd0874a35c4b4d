import { Argument } from '@commander-js/extra-typings';
import type { Definition } from './definition.ts';
import type { Program } from './root.ts';
import { example } from './example.ts';

/** The shell's own help with typing. */
export function defineCompletion(program: Program, { world, finish }: Definition): void {
  program.commandsGroup('Shell: who types all that?');
  program
    .command('completion')
    .summary('a script for your shell')
    .description('Prints a script that completes commands and flags.')
    .addArgument(new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('after', example('eval "$(portside completion bash)"', 'portside completion fish | source'))
    .action(async (shell) => {
      const { completionScript } = await import('../completion/script.ts');
      world.stdout.write(completionScript(shell, program));
      finish(0);
    });
}
