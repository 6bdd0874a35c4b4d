import { Option } from '@commander-js/extra-typings';
import { parseCount } from '../numbers.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside history`, returned so that what else is done with the ledger can hang on it. */
export function defineHistory(program: Program, { callOf, finish }: Definition) {
  return program
    .command('history')
    .summary('what was deployed, why, and how it went')
    .description(
      'Shows what the ledger has of a project: the newest executions, the version each was of, what changed and why, and how many of each version succeeded.',
    )
    .argument('[PROJECT]', "a project's name or folder; by default this folder's, and outside of any project all of them")
    .usage('[options] [PROJECT]')
    .addOption(new Option('--limit <count>', 'how many executions').argParser(parseCount).default(20))
    .option('--instance <name>', 'only the executions of this instance')
    .addOption(new Option('--markdown', 'its metrics and evolution as Markdown, ready to paste').conflicts('instance'))
    .addOption(
      new Option('--write <file>', 'keep that Markdown current in a document, between two markers').conflicts(['markdown', 'instance']),
    )
    .addOption(new Option('--stats', 'figures and plots: times, causes, services, trend').conflicts(['markdown', 'write']))
    .addOption(new Option('--html <file>', 'the same figures as one HTML file').conflicts(['markdown', 'write']))
    .helpCommand(false)
    .addHelpText(
      'after',
      example('portside history', 'portside history hello --limit 5', 'portside history --write TASK.md', 'portside history --stats'),
    )
    .action(async (project, options, command) => {
      const { history } = await import('../history.ts');
      finish(await history(project, options, callOf(command)));
    });
}
