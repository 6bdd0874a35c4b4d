import type { WrittenFile } from '../model/draft.ts';
import type { LintMessage } from '../model/surroundings.ts';

/**
 * What our rules take from dclint, and what a file must mention before it is worth a parse of its own, which each of its rules makes. The rest of
 * its rules are a matter of taste, are said by a rule of ours, or are untrue of copies.
 */
const adopted: Record<string, RegExp> = {
  'no-version-field': /^["']?version["']?\s*:/m,
  'no-duplicate-exported-ports': /\bports["']?\s*:/,
  'no-duplicate-container-names': /\bcontainer_name["']?\s*:[\s\S]*\bcontainer_name["']?\s*:/,
  'service-container-name-regex': /\bcontainer_name["']?\s*:/,
};

const leftOut = [
  'no-build-and-image',
  'no-quotes-in-volumes',
  'no-unbound-port-interfaces',
  'require-project-name-field',
  'require-quotes-in-ports',
  'service-dependencies-alphabetical-order',
  'service-image-require-explicit-tag',
  'service-keys-order',
  'service-ports-alphabetical-order',
  'services-alphabetical-order',
  'top-level-properties-order',
];

/** Its types call `lintContent` private; its documentation does not. */
interface ContentLinter {
  lintContent(context: { path: string; content: object; sourceCode: string }): { rule: string; line: number; message: string }[];
}

/** What dclint says of the files; nothing of one that it cannot read. */
export async function lint(files: WrittenFile[]): Promise<LintMessage[]> {
  const messages = await Promise.all(files.map(lintOne));
  return messages.flat();
}

async function lintOne({ file, text, data }: WrittenFile): Promise<LintMessage[]> {
  const wanted = Object.keys(adopted).filter((rule) => adopted[rule]?.test(text));
  if (typeof data !== 'object' || data === null || wanted.length === 0) return [];
  const { DCLinter } = await import('dclint');
  const off = [...leftOut, ...Object.keys(adopted).filter((rule) => !wanted.includes(rule))];
  const rules = Object.fromEntries(off.map((rule) => [rule, 0 as const]));
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] }) as unknown as ContentLinter;
  try {
    const messages = linter.lintContent({ path: file, content: data, sourceCode: text });
    return messages.filter(({ rule }) => rule in adopted).map(({ rule, line, message }) => ({ rule, file, line, message }));
  } catch {
    return [];
  }
}
