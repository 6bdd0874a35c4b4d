import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

const each = (value: string, before: string[] = []) => [...before, value];

/** Every variable of a project, and the one file that they are set in. */
export function defineConfig(program: Program, { callOf, finish }: Definition): void {
  const config = program
    .command('config')
    .summary('every variable: its value, where from, who uses it')
    .description(
      'Shows every variable that shapes the stack: its value (secrets are never shown), where that comes from, what it wins over, and who uses it. Needs no engine.',
    )
    .argument('[dir]', "the project's folder; by default this one, or the nearest above it with a Compose file")
    .usage('[options] [dir] | set | get | unset')
    .option('--name <id>', "the instance whose ports are meant; by default the git branch's")
    .option('-f, --file <file>', 'a Compose file (may be given again)', each)
    .option('--env-file <file>', 'a file of variables (may be given again)', each)
    .option('--profile <profile>', 'a Compose profile (may be given again)', each)
    .helpCommand(false)
    .addHelpText('after', example('portside config', 'portside config set API_PORT=8001', 'portside config set API_KEY < key.txt'))
    .action(async (directory, options, command) => {
      const { config: show } = await import('../config.ts');
      finish(await show(directory, options, callOf(command)));
    });

  config
    .command('set')
    .summary('write variables into the env file')
    .description(
      'Sets variables in the one file that Compose reads them from: .env, or the one named by --env-file. Comments, order and line ends stay. NAME alone takes its value from standard input, so that it stands in no history.',
    )
    .argument('<variables...>', 'NAME=VALUE, or one NAME')
    .option('--dir <dir>', "the project's folder")
    .addHelpText('after', example('portside config set API_PORT=8001 LOG_LEVEL=debug', 'portside config set API_KEY < key.txt'))
    .action(async (words, _options, command) => {
      const { setConfig } = await import('../config-set.ts');
      finish(await setConfig(words, command.optsWithGlobals(), callOf(command)));
    });

  config
    .command('unset')
    .summary('take variables out of the env file')
    .description('Removes every line that sets these variables from the file that Compose reads them from.')
    .argument('<names...>', 'of variables')
    .option('--dir <dir>', "the project's folder")
    .addHelpText('after', example('portside config unset LOG_LEVEL'))
    .action(async (names, _options, command) => {
      const { unsetConfig } = await import('../config-set.ts');
      finish(await unsetConfig(names, command.optsWithGlobals(), callOf(command)));
    });

  config
    .command('get')
    .summary("one variable's value")
    .description('Prints the value that the stack gets, and nothing else. A secret is not printed: exit 1 says so.')
    .argument('<name>', 'of a variable')
    .option('--dir <dir>', "the project's folder")
    .addHelpText('after', example('portside config get API_PORT'))
    .action(async (name, _options, command) => {
      const { getConfig } = await import('../config.ts');
      finish(await getConfig(name, command.optsWithGlobals(), callOf(command)));
    });
}
