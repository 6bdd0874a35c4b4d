import { Option } from '@commander-js/extra-typings';
import type { Definition } from './definition.ts';
import { each } from './each.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

const formats = ['text', 'json', 'sarif', 'github'] as const;

/** What is wrong with a project, before anything is started. */
export function defineCheck(program: Program, { callOf, finish }: Definition): void {
  program
    .command('check')
    .summary('what is wrong with it, before it starts')
    .description(
      'Looks at the files, the environment and the machine, says what is wrong and where, and repairs what can be repaired safely.',
    )
    .argument('[dir]', "the project's folder; by default this one, or the nearest above it with a Compose file")
    .option('--name <id>', "the instance's name; by default the git branch's")
    .option('-f, --file <file>', 'a Compose file (may be given again)', each)
    .option('--env-file <file>', 'a file of variables (may be given again)', each)
    .option('--profile <profile>', 'a Compose profile (may be given again)', each)
    .option('--fix', 'show what can be repaired as a diff, ask, and write it')
    .option('--yes', 'answer yes to every question')
    .option('--rule <id>', 'only what this rule finds (may be given again)', each)
    .option('--explain <rule>', 'say what a rule means, and how to switch it off')
    .addOption(new Option('--format <format>', 'for which reader').choices(formats))
    .addHelpText('after', example('portside check', 'portside check --fix', 'portside check --format sarif > check.sarif'))
    .action(async (directory, options, command) => {
      const { check } = await import('../check.ts');
      finish(await check(directory, options, callOf(command)));
    });
}
