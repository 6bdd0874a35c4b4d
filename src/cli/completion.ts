import type { CommandUnknownOpts } from '@commander-js/extra-typings';

type Shell = 'bash' | 'zsh' | 'fish';

/** A script that completes commands, their flags, and the choices of an argument: the program's own definition, written down. */
export function completionScript(shell: Shell, program: CommandUnknownOpts): string {
  const everywhere = flagsOf(program);
  const words = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    flags: [...flagsOf(command), ...everywhere],
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }));
  return scripts[shell](words, everywhere);
}

interface CommandWords {
  name: string;
  summary: string;
  flags: Flag[];
  choices: string[];
}

interface Flag {
  long: string;
  description: string;
}

function flagsOf(command: CommandUnknownOpts): Flag[] {
  const { visibleOptions } = command.createHelp();
  return visibleOptions.call(command.createHelp(), command).flatMap(({ long, description }) => (long ? [{ long, description }] : []));
}

const scripts: Record<Shell, (commands: CommandWords[], everywhere: Flag[]) => string> = {
  bash: (commands, everywhere) => `_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[1]} in
${commands.map(({ name, flags, choices }) => `    ${name}) words='${wordsOf(flags, choices)}' ;;\n`).join('')}    *) words='${[...commands.map(({ name }) => name), ...everywhere.map(({ long }) => long)].join(' ')}' ;;
  esac
  [[ $COMP_CWORD -eq 1 ]] && words='${commands.map(({ name }) => name).join(' ')} ${wordsOf(everywhere, [])}'
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _portside portside
`,
  zsh: (commands, everywhere) => `#compdef portside
_portside() {
  local -a commands flags
  commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}\n`).join('')}  )
  flags=(${everywhere.map(({ long, description }) => quote(described(long, description))).join(' ')})
  if ((CURRENT == 2)); then
    _describe command commands
    _describe flag flags
    return
  fi
  case $words[2] in
${commands.map(zshCase).join('')}  esac
  _describe flag flags || _files
}
compdef _portside portside
`,
  fish: (commands, everywhere) =>
    [
      ...commands.map(({ name, summary }) => `complete -c portside -n __fish_use_subcommand -f -a ${name} -d ${quoteForFish(summary)}`),
      ...everywhere.map(({ long, description }) => `complete -c portside -l ${long.slice(2)} -d ${quoteForFish(description)}`),
      ...commands.flatMap((command) => fishLines(command, everywhere)),
      '',
    ].join('\n'),
};
