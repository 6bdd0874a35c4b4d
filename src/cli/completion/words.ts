import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** What can be typed, read off the program's own definition. */
export interface Words {
  commands: CommandWords[];
  everywhere: Flag[];
}

export interface CommandWords {
  name: string;
  summary: string;
  flags: Flag[];
  /** Of its argument, where only some words will do; or the commands below it. */
  choices: readonly string[];
}

export interface Flag {
  /** Such as `--json`. */
  long: string;
  description: string;
  takesValue: boolean;
  choices: readonly string[];
}

export function wordsOf(program: CommandUnknownOpts): Words {
  return {
    everywhere: flagsOf(program),
    commands: program.commands.map((command) => ({
      name: command.name(),
      summary: command.summary(),
      flags: [command, ...command.commands].flatMap(flagsOf),
      choices: [
        ...command.commands.map((below) => below.name()),
        ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
      ],
    })),
  };
}

function flagsOf(command: CommandUnknownOpts): Flag[] {
  const help = command.createHelp();
  return help.visibleOptions(command).flatMap(({ long, description, required, argChoices }) => {
    return long ? [{ long, description, takesValue: required, choices: argChoices ?? [] }] : [];
  });
}
