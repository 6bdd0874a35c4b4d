import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside diagnose`. */
export function defineDiagnose(program: Program, { callOf, finish }: Definition): void {
  program
    .command('diagnose')
    .summary('why did it fail?')
    .description('Says why an execution failed, by the evidence that was kept of it, or what is wrong with an instance now.')
    .argument('[INSTANCE]', "an instance, or an execution's UUID; by default what failed last here, else this branch's instance")
    .option('--fix', 'make the change that mends it, where there is one, after showing it')
    .option('--yes', 'do not ask')
    .addHelpText('after', example('portside diagnose', 'portside diagnose demo --json', 'portside diagnose --fix'))
    .action(async (reference, options, command) => {
      const { diagnose } = await import('../diagnose.ts');
      finish(await diagnose(reference, options, callOf(command)));
    });
}
