import { createRedactor } from '../redaction/redact.ts';

/** Values that must not be written: by name and shape, or whatever they look like. */
export interface Kept {
  values: Record<string, string>;
  secrets: Record<string, string>;
}

/** Names of variables whose secret values a text shows, where none of the project's own files does. */
export function shownSecrets(text: string, files: readonly string[], { values, secrets }: Kept): string[] {
  const plain = createRedactor();
  const shows = (name: string, value: string, surely: boolean) => {
    const redactor = createRedactor();
    if (surely) redactor.learnSecrets({ [name]: value });
    else redactor.learn(name, value);
    const isIn = (one: string) => redactor.text(one) !== plain.text(one);
    return isIn(text) && !files.some(isIn);
  };
  return [
    ...Object.entries(values).filter(([name, value]) => value && shows(name, value, false)),
    ...Object.entries(secrets).filter(([name, value]) => value && shows(name, value, true)),
  ].map(([name]) => name);
}
