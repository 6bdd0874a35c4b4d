import { Command, type CommandUnknownOpts, Help, Option } from '@commander-js/extra-typings';
import { exitCode } from '../contract/user-error.ts';
import { defineCompletion } from './define/completion.ts';
import { defineEveryday } from './define/everyday.ts';
import { commandTerm, rootHelp } from './print/help.ts';
import type { Call, Flags, World } from './world.ts';

/** What a definition needs: the words after `--`, the flags at hand, and a place to leave the exit code. */
export interface Definition {
  world: World;
  /** What comes after `--`; undefined where there is none. */
  afterDashes: string[] | undefined;
  callOf(command: { optsWithGlobals(): Flags }): Call;
  finish(exit: number): void;
}

export type Program = ReturnType<typeof rootCommand>;

/** The command line as data; what a command does is loaded only when it is called. */
export function createProgram(argv: readonly string[], world: World): { program: Program; exit: () => number } {
  let exit: number = exitCode.verified;
  const program = rootCommand(world);
  const dashes = argv.indexOf('--');
  const definition: Definition = {
    world,
    afterDashes: dashes === -1 ? undefined : argv.slice(dashes + 1),
    callOf: (command) => ({ world, flags: command.optsWithGlobals() }),
    finish: (code) => (exit = code),
  };
  defineEveryday(program, definition);
  defineCompletion(program, definition);
  return { program, exit: () => exit };
}

function rootCommand(world: World) {
  return new Command('portside')
    .description('Deploys Docker Compose projects, as many copies side by side as you like, and proves that each one runs.')
    .version(world.version, '-V, --version', 'which portside this is')
    .addOption(new Option('--json', 'one JSON document on standard output; words for people go to standard error'))
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
