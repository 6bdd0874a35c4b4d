import { z } from 'zod';

/** A part of a text, or a regular expression between slashes. */
export const pattern = z.string().transform((words, context): Pattern => {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(words) ?? [];
  if (source === undefined) return { part: words };
  try {
    return { expression: new RegExp(source, flags?.replace(/[gy]/g, '')) };
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

export type Pattern = { part: string } | { expression: RegExp };

/** What was captured, by number and by name; undefined where it does not match. */
export function matched(wanted: Pattern, words: string): Record<string, string> | undefined {
  if ('part' in wanted) return words.includes(wanted.part) ? {} : undefined;
  const found = wanted.expression.exec(words);
  if (!found) return undefined;
  return Object.fromEntries([...found.entries(), ...Object.entries(found.groups ?? {})].map(([name, value]) => [name, value ?? '']));
}
