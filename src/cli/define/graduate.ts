import { parseRatio } from '../numbers.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside graduate`. */
export function defineGraduate(program: Program, { callOf, finish }: Definition): void {
  program
    .command('graduate')
    .summary('write a trusted stack as plain Compose')
    .description(
      'Asks whether the version that runs has earned trust: ten verified starts to one failure of unchanged content. Where it has, writes a plain Compose file ' +
        'that needs no Portside, proves that it is the same stack, and records the graduation. Where it has not, says what is missing. ' +
        "The project's own file stays as it is.",
    )
    .argument('[INSTANCE]', "by default this branch's")
    .option('--ratio <successes>', 'successes to one failure; by default what x-portside.graduate says, else 10', parseRatio)
    .option('--output <file>', "by default compose.standing.yaml beside the project's file")
    .option('--record <file>', 'copy the record to this file')
    .option('--yes', 'overwrite a file that Portside did not write')
    .addHelpText('after', example('portside graduate', 'portside graduate demo --ratio 20 --output deploy/compose.yaml'))
    .action(async (reference, options, command) => {
      const { graduate } = await import('../graduate.ts');
      finish(await graduate(reference, options, callOf(command)));
    });
}
