import { readEnvFiles } from '../deploy/resolve/env-files.ts';
import { type IgnoredInput, envFilesAmong } from '../loop/tree/ignored-inputs.ts';
import type { Redactor } from '../redaction/redact.ts';

/** Each file by itself: two of them may give one variable two values, and both are secrets. */
export async function learnSecrets(
  redactor: Redactor,
  { envFiles, inputs, root }: { envFiles: string[]; inputs: readonly IgnoredInput[]; root: string },
  environment: Record<string, string>,
): Promise<void> {
  redactor.learnEnvironment(environment);
  for (const file of [...envFiles, ...envFilesAmong(inputs, root)]) redactor.learnEnvironment(await readEnvFiles([file], environment));
}
