import type { WrittenFile } from '../model/draft.ts';
import type { LintMessage } from '../model/surroundings.ts';

/** What our rules take from dclint; the rest is a matter of taste, said better by a rule of ours, or untrue of copies. */
const adopted = new Set([
  'no-version-field',
  'no-duplicate-exported-ports',
  'no-duplicate-container-names',
  'service-container-name-regex',
]);

/** dclint's own names; each rule that is switched off is a parse of the file that is saved. */
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
  const sound = files.filter(({ data }) => typeof data === 'object' && data !== null);
  if (sound.length === 0) return [];
  const { DCLinter } = await import('dclint');
  const rules = Object.fromEntries(leftOut.map((rule) => [rule, 0 as const]));
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] }) as unknown as ContentLinter;
  return sound.flatMap((file) => messagesOf(linter, file));
}

function messagesOf(linter: ContentLinter, { file, text, data }: WrittenFile): LintMessage[] {
  try {
    const messages = linter.lintContent({ path: file, content: Object(data) as object, sourceCode: text });
    return messages.filter(({ rule }) => adopted.has(rule)).map(({ rule, line, message }) => ({ rule, file, line, message }));
  } catch {
    return [];
  }
}
