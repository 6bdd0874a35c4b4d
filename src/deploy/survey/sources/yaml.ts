import type { Flaw } from './source.ts';

/** What every reader of YAML refuses; readers differ about the rest. */
const plain = new Set(['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'MISSING_CHAR', 'UNEXPECTED_TOKEN', 'BAD_ALIAS', 'IMPOSSIBLE']);

/** Several documents may stand in one file. */
export async function flawOfYaml(text: string): Promise<Flaw | undefined> {
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, strict: false });
  const errors = 'empty' in documents ? [] : documents.flatMap((document) => document.errors);
  const [error] = errors;
  if (!error) return undefined;
  const [start] = error.linePos ?? [];
  const message = error.message.split(/ at line \d+/)[0] ?? 'not valid YAML';
  return {
    ...(start ? { line: start.line, column: start.col } : {}),
    message,
    ...(plain.has(error.code) && !/flow/i.test(error.message) ? {} : { tolerable: true }),
  };
}
