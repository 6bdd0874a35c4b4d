import type { CommandWords, Flag, Words } from './words.ts';

export function fishScript({ commands, everywhere }: Words): string {
  const lines = [
    ...commands.map(({ name, summary }) => `-n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`),
    ...everywhere.map(flagOf),
    ...commands.flatMap(linesOf),
  ];
  return lines.map((line) => `complete -c portside ${line}\n`).join('');
}

function linesOf({ name, flags, choices }: CommandWords): string[] {
  const here = `-n '__fish_seen_subcommand_from ${name}'`;
  return [...flags.map((flag) => `${here} ${flagOf(flag)}`), ...(choices.length > 0 ? [`${here} -f -a ${quoted(choices.join(' '))}`] : [])];
}

function flagOf({ long, description, takesValue, choices }: Flag): string {
  const value = takesValue ? ` -r${choices.length > 0 ? ` -f -a ${quoted(choices.join(' '))}` : ''}` : '';
  return `-l ${long.slice(2)}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
