import { readText } from '../../system/read.ts';
import { interpolate } from './interpolation.ts';

/** The values of env files, the last file winning; a file that is not there has none. */
export async function readEnvFiles(files: string[], shell: Record<string, string>): Promise<Record<string, string>> {
  const contents = await Promise.all(files.map(readText));
  const texts = contents.flatMap((content) => (typeof content === 'string' ? [] : [content.text]));
  if (texts.length === 0) return {};
  const { parse } = await import('dotenv');
  return texts.reduce<Record<string, string>>(
    (above, text) => ({ ...above, ...expand(parse(text), singleQuoted(text), above, shell) }),
    {},
  );
}

/** As in Compose, a value may use the shell's and those above it, unless it stands in single quotes. */
function expand(values: Record<string, string>, literal: Set<string>, above: Record<string, string>, shell: Record<string, string>) {
  const expanded: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    expanded[name] = value.includes('$') && !literal.has(name) ? interpolate(value, { ...above, ...expanded, ...shell }) : value;
  }
  return expanded;
}

function singleQuoted(text: string): Set<string> {
  return new Set([...text.matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*=\s*'/gm)].map(([, name = '']) => name));
}
