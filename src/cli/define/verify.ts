import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside verify`. */
export function defineVerify(program: Program, { callOf, finish }: Definition): void {
  program
    .command('verify')
    .summary('did it happen, and does it still hold?')
    .description(
      'Looks now, point by point: the record and its chain, its signature, its containers and images, their health, every port and probe, and who ' +
        'speaks of it in transcripts of agents (~/.claude/projects, and patterns in PORTSIDE_TRANSCRIPTS, separated by colons). ' +
        'Exit 0: all that should hold does; 1: something does not; 4: no engine answers.',
    )
    .argument('[UUID]', "of an execution, or its first 8 characters or more; by default the newest of this branch's instance")
    .option('--ledger', 'the whole ledger instead: how many records, and the first break; needs no engine')
    .addHelpText('after', example('portside verify', 'portside verify 1f0c9a52', 'portside verify --ledger'))
    .action(async (reference, options, command) => {
      const { verify } = await import('../verify.ts');
      finish(await verify(reference, options, callOf(command)));
    });
}
