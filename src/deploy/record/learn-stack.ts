import { asSeenInside, type ComposeFile } from '../model/compose-file.ts';
import type { Contents, Stack } from '../model/stack.ts';
import { keptSecretsOf } from '../model/kept-secrets.ts';
import type { Redactor } from '../../redaction/redact.ts';

/** Teaches a redactor all that the services of a stack are given: variables, build arguments, and secrets, whose names need say nothing. */
export function learnStack(redactor: Redactor, compose: Pick<ComposeFile, 'services' | 'x-portside-secrets'>, { secrets }: Contents): void {
  redactor.learnSecrets(keptSecretsOf(compose));
  for (const { environment, build } of Object.values(compose.services)) {
    redactor.learnEnvironment(asSeenInside(environment));
    redactor.learnEnvironment(asSeenInside(build?.args));
  }
  for (const [name, content] of Object.entries(secrets)) redactor.learn(`${name}_secret`, content.trim());
}

/** All that a kept version holds, and the environment that it was made in. */
export function learnRevision(
  redactor: Redactor,
  { compose, contents, generated, environment }: Stack,
  shell: Record<string, string>,
): void {
  redactor.learnEnvironment({ ...shell, ...environment });
  redactor.learnSecrets(generated);
  learnStack(redactor, compose, contents);
}
