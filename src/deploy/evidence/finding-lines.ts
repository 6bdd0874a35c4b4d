import { relative } from 'node:path';
import { readText } from '../../system/read.ts';
import type { Finding } from '../model/finding.ts';

const longestLine = 300;

/** What stands where something was found, by `file:line`, the file from the project's folder. */
export async function linesAt(findings: Finding[], directory: string): Promise<Record<string, string>> {
  const places = findings.flatMap(({ at }) => (at?.line === undefined ? [] : [{ file: at.file, line: at.line }]));
  const files = [...new Set(places.map(({ file }) => file))];
  const texts = new Map(await Promise.all(files.map(async (file) => [file, await linesOf(file)] as const)));
  return Object.fromEntries(
    places.flatMap(({ file, line }) => {
      const text = texts.get(file)?.[line - 1]?.trim().slice(0, longestLine);
      return text ? [[`${relative(directory, file)}:${line}`, text]] : [];
    }),
  );
}

async function linesOf(file: string): Promise<string[]> {
  const content = await readText(file);
  return typeof content === 'string' ? [] : content.text.split(/\r?\n/);
}
