import { Option } from '@commander-js/extra-typings';
import { parseCount } from '../numbers.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside prune`. */
export function definePrune(program: Program, { callOf, finish }: Definition): void {
  program
    .command('prune')
    .summary('remove what nobody needs any more')
    .description(
      'Removes old revisions, images that Portside built and nothing runs, and files of executions that are over. ' +
        'Says first what goes and how much that frees. Records, volumes and snapshots that are whole stay.',
    )
    .argument('[INSTANCE]', "only this one's; by default everything of yours")
    .addOption(new Option('--keep <count>', 'how many revisions of each instance stay').argParser(parseCount).default(5))
    .option('--dry-run', 'say what would go; remove nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', example('portside prune --dry-run', 'portside prune demo --keep 2 --yes'))
    .action(async (reference, options, command) => {
      const { prune } = await import('../prune.ts');
      finish(await prune(reference, options, callOf(command)));
    });
}
