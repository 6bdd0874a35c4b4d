import { readText } from '../../system/read.ts';
import { parseDotenv, valuesOf } from '../resolve/dotenv.ts';
import { mentionedVariables } from '../model/interpolation.ts';

/** An entry of an env file, with what it is worth there. */
export interface WrittenValue {
  name: string;
  value: string;
  /** `file:line`. */
  at: string;
  /** Variables that its value is made of. */
  mentions: string[];
}

export interface WrittenValues {
  /** In the order of files and lines: the last one of a name counts. */
  entries: WrittenValue[];
  problems: string[];
}

/** What stands in env files, line by line; `outside` wins inside values, as in Compose. */
export async function readWrittenValues(files: readonly string[], outside: Record<string, string>): Promise<WrittenValues> {
  const entries: WrittenValue[] = [];
  const problems: string[] = [];
  let above: Record<string, string> = {};
  for (const file of files) {
    const content = await readText(file);
    if (typeof content === 'string') continue;
    const dotenv = parseDotenv(content.text);
    problems.push(...dotenv.broken.map((line) => `${file}:${line}: Compose cannot read this line`));
    for (const entry of dotenv.entries) {
      const value = valuesOf({ entries: [entry], broken: [] }, outside, above)[entry.name];
      if (value === undefined) continue;
      above = { ...above, [entry.name]: value };
      const mentions = entry.style === 'single' ? [] : mentionedVariables(entry.text).map(({ variable }) => variable);
      entries.push({ name: entry.name, value, at: `${file}:${entry.line}`, mentions });
    }
  }
  return { entries, problems };
}
