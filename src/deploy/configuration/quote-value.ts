import type { DotenvEntry } from '../resolve/dotenv.ts';

/** A value as Compose's env files have to write it. Keeps the style that was there wherever that can hold the value. */
export function quoteValue(value: string, before: DotenvEntry['style'] = 'plain'): string {
  if (before === 'plain' || before === 'bare') return isPlain(value) ? value : isLiteral(value) ? `'${value}'` : doubleQuoted(value);
  return before === 'single' && isLiteral(value) ? `'${value}'` : doubleQuoted(value);
}

/** What means nothing to Compose, to a shell, nor to any other reader of env files. */
function isPlain(value: string): boolean {
  return /^[\w./:@%+,=-]*$/.test(value);
}

/** In single quotes only a quote means something, and a backslash before it. */
function isLiteral(value: string): boolean {
  return !/['\r\n]|\\$/.test(value);
}

/** One line, whatever it holds: most other readers know `\n` too. */
function doubleQuoted(value: string): string {
  const escaped = value
    .replaceAll(/["\\$]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return `"${escaped}"`;
}
