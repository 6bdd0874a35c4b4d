import { readEnvFiles } from '../deploy/resolve/env-files.ts';
import { join } from 'node:path';
import { readText } from '../system/read.ts';
import { type IgnoredInput, envFilesAmong } from '../loop/tree/ignored-inputs.ts';
import type { Redactor } from '../redaction/redact.ts';

/** Each file by itself: two of them may give one variable two values, and both are secrets. */
export async function learnSecrets(
  redactor: Redactor,
  { envFiles, inputs, root }: { envFiles: string[]; inputs: readonly IgnoredInput[]; root: string },
  environment: Record<string, string>,
): Promise<void> {
  redactor.learnEnvironment(environment);
  const variables = envFilesAmong(inputs, root);
  for (const { path } of inputs) if (!variables.includes(join(root, path))) await learnWords(redactor, path, root);
  for (const file of [...envFiles, ...variables]) redactor.learnEnvironment(await readEnvFiles([file], environment));
}

/** What git ignores and a stack may read can be a password, a key, an account: its words that look like one are learnt, whatever they are called there. */
async function learnWords(redactor: Redactor, path: string, root: string): Promise<void> {
  const read = await readText(join(root, path));
  if (typeof read === 'string' || read.text.length > longestSecretFile) return;
  const text = read.text.trim();
  const words = /\s/.test(text) ? (text.match(/[\w+/=.-]{24,}/g) ?? []) : [text];
  const secrets = words.filter((word) => word.length >= 6 && !isPath(word)).slice(0, mostWords);
  redactor.learnSecrets(Object.fromEntries(secrets.map((word, at) => [`${path}:${at}`, word])));
}

const longestSecretFile = 16_384;
const mostWords = 200;

function isPath(word: string): boolean {
  return (word.match(/\//g) ?? []).length > 2 || /\.(?:js|ts|json|ya?ml|py|go|md|txt|log)$/.test(word);
}
