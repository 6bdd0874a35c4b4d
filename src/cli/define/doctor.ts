import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside doctor`. */
export function defineDoctor(program: Program, { callOf, finish }: Definition): void {
  program
    .command('doctor')
    .summary('is the machine well?')
    .description(
      'Looks at the engine, the machine, what Portside keeps, and what killed deployments left; tells what each costs and how to repair it. ' +
        'Exit 0: well, though perhaps with warnings; 1: something is broken; 4: no engine answers.',
    )
    .option('--fix', 'repair what can be repaired, after asking; never removes a volume')
    .option('--yes', 'do not ask')
    .addHelpText('after', example('portside doctor', 'portside doctor --fix'))
    .action(async (options, command) => {
      const { doctor } = await import('../doctor.ts');
      finish(await doctor(options, callOf(command)));
    });
}
