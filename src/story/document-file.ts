import { UserError, exitCode } from '../contract/user-error.ts';
import { rewriteFile } from '../system/files.ts';
import { pathKind } from '../system/read.ts';
import { readRewritable } from '../system/rewrite.ts';

/** What a document of the user's says; undefined where it is not there. Throws UserError where it is no text. */
export async function documentAt(path: string): Promise<string | undefined> {
  if ((await pathKind(path)) === 'missing') return undefined;
  const content = await readRewritable(path);
  if (content) return content.text;
  throw unusable('document-unreadable', `${path} cannot be read as text`, 'it has to be a file in UTF-8 that you may read: ls -l');
}

/** At once or not at all; its mode stays. Throws UserError. */
export async function replaceDocument(path: string, text: string): Promise<void> {
  await rewriteFile(path, text).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    const hint = 'it is replaced as a whole, so its folder has to be there and be writable too';
    throw unusable('document-unwritable', `${path} cannot be written: ${why}`, hint);
  });
}

export function unusable(code: string, message: string, hint: string): UserError {
  return new UserError({ code, exit: exitCode.usage, message, hint });
}
