import type { CommandWords, Flag, Words } from './words.ts';

/** Written for zsh's `_arguments`: `--flag[what it does]:value:what completes it`. */
export function zshScript({ commands, everywhere }: Words): string {
  const global = everywhere.map(argumentOf).join(' ');
  return `#compdef portside
_portside() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}\n`).join('')}  )
  if ((CURRENT == 2)); then
    _describe command commands
    _arguments ${global}
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map((command) => `    ${command.name}) _arguments ${argumentsOf(command).join(' ')} ${global} ;;\n`).join('')}  esac
}
compdef _portside portside
`;
}

function argumentsOf({ flags, choices }: CommandWords): string[] {
  return [...flags.map(argumentOf), quoted(`*:word:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`)];
}

function argumentOf({ long, description, takesValue, choices }: Flag): string {
  const what = description.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`);
  return quoted(`*${long}[${what}]${takesValue ? `:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}` : ''}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
