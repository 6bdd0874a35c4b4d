import { Command, type CommandUnknownOpts, Help, Option } from '@commander-js/extra-typings';
import { commandTerm, rootHelp } from '../print/help.ts';
import type { World } from '../world.ts';

export type Program = ReturnType<typeof rootCommand>;

/** `portside` itself, with the flags that every command takes. */
export function rootCommand(world: World) {
  return new Command('portside')
    .description('Deploys Docker Compose projects, as many copies side by side as you like, and proves that each one runs.')
    .version(world.version, '-V, --version', 'which portside this is')
    .addOption(new Option('--json', 'one JSON document on standard output'))
    .addOption(new Option('--events', 'one JSON object a line while it works').conflicts('json'))
    .option('--quiet', 'only the result')
    .option('--verbose', 'every step with its cause, and what the engine says')
    .helpOption('-h, --help', 'what can be said, with an example')
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, helpWidth: helpWidth(world), subcommandTerm: commandTerm, formatHelp })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      // Said by `run`, like every other problem.
      outputError: () => undefined,
    })
    .exitOverride();
}

const widestHelp = 110;

function helpWidth({ stdout }: World): number {
  return Math.min(stdout.columns || widestHelp, widestHelp);
}

function formatHelp(command: CommandUnknownOpts, help: Help): string {
  return command.parent ? Help.prototype.formatHelp.call(help, command, help) : rootHelp(command, help);
}
