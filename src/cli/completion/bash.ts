import type { CommandWords, Words } from './words.ts';

/** After a flag that takes a file, and wherever nothing else fits, bash completes file names. */
export function bashScript({ commands, everywhere }: Words): string {
  const global = everywhere.map(({ long }) => long);
  const first = [...commands.map(({ name }) => name), ...global].join(' ');
  return `_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${first}'
  else
    case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('')}    *) case \${COMP_WORDS[1]} in
${commands.map((command) => `      ${command.name}) words='${wordsFor(command, global)}' ;;\n`).join('')}    esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _portside portside
`;
}

function wordsFor({ flags, choices }: CommandWords, global: string[]): string {
  return [...choices, ...flags.map(({ long }) => long), ...global].join(' ');
}

function valueCases({ name, flags }: CommandWords): string[] {
  return flags
    .filter(({ takesValue }) => takesValue)
    .map(({ long, choices }) => `    '${name} ${long}') words='${choices.join(' ')}' ;;\n`);
}
