/** `{NAME}`; what a shell (`${NAME}`) or a template (`{{NAME}}`) would read is theirs. */
const mention = /(?<![${])\{([A-Za-z_]\w*)\}(?!\})/g;

/** The variables that a line of `x-portside.connect` names. */
export function namedIn(line: string): string[] {
  return [...line.matchAll(mention)].map(([, name = '']) => name);
}

/** The line with their values; a name without one stays as it is written. */
export function filledIn(line: string, values: Record<string, string>): string {
  return line.replaceAll(mention, (written, name: string) => values[name] ?? written);
}
