/** Every command's help ends with commands that can be typed as they stand. */
export function example(...lines: string[]): string {
  return `\nFor example:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}
