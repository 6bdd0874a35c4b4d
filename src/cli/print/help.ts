import type { CommandUnknownOpts, Help } from '@commander-js/extra-typings';

/** What `portside --help` says: the commands by what they are for, then the flags that all of them take. */
export function rootHelp(program: CommandUnknownOpts, help: Help): string {
  const width = help.padWidth(program, help);
  const item = (term: string, description: string) => help.formatItem(term, width, description, help);
  const commands = help.visibleCommands(program);
  const groups = [...new Set(commands.map((command) => command.helpGroup()))];
  const commandLines = groups.flatMap((group) => [
    '',
    help.styleTitle(group),
    ...commands
      .filter((command) => command.helpGroup() === group)
      .map((one) => item(help.subcommandTerm(one), help.subcommandDescription(one))),
  ]);
  const flagLines = help.visibleOptions(program).map((option) => item(help.optionTerm(option), help.optionDescription(option)));
  return [
    help.boxWrap(program.description(), help.helpWidth ?? 80),
    ...commandLines,
    '',
    help.styleTitle('Everywhere'),
    ...flagLines,
    '',
    'portside COMMAND --help says more, with an example.',
    '',
  ].join('\n');
}

/** `up [dir]`: that there are flags goes without saying. */
export function commandTerm(command: CommandUnknownOpts): string {
  return `${command.name()} ${command.usage().replace('[options]', '')}`.replaceAll(/ +/g, ' ').trim();
}
