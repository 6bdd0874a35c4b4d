import { encodedForms } from '../redaction/encoded-forms.ts';
import { isOrdinary, isWord } from '../redaction/secret-shapes.ts';
import { secretsIn } from '../redaction/secrets-in.ts';

/** Values that must not be written: by name and shape, or whatever they look like. */
export interface Kept {
  values: Record<string, string>;
  secrets: Record<string, string>;
}

/** Names of variables whose secret values a text shows, where none of the project's own files does. */
export function shownSecrets(text: string, files: readonly string[], { values, secrets }: Kept): string[] {
  const known = [
    ...Object.entries(values).flatMap(([name, value]) => secretsIn(name, value).map((secret) => ({ from: name, ...secret }))),
    ...Object.entries(secrets).map(([name, value]) => ({ from: name, name, value: value.trim() })),
  ];
  const shown = known.filter(({ name, value }) => {
    if (value === '' || isOrdinary(value)) return false;
    const stands = (one: string) => isIn(one, name, value);
    return stands(text) && !files.some(stands);
  });
  return [...new Set(shown.map(({ from }) => from))];
}

/** A word such as `admin` is a secret only beside its name. */
function isIn(text: string, name: string, value: string): boolean {
  if (isWord(value) || value.length < 6)
    return new RegExp(`\\b${escaped(name)}["']?\\s*[:=]\\s*["']?${escaped(value)}(?![A-Za-z0-9])`).test(text);
  return encodedForms(value).some((form) => new RegExp(`(?<![A-Za-z0-9])${escaped(form)}(?![A-Za-z0-9])`).test(text));
}

/** `RegExp.escape`, which Node 22 does not have. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
