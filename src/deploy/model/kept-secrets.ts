import { type ComposeFile, asSeenInside } from './compose-file.ts';

/** The Compose file with secrets that it was made with, by name, for whoever reads the plan later: only this user can. */
export function withKeptSecrets(compose: ComposeFile, secrets: Record<string, string>): ComposeFile {
  if (Object.keys(secrets).length === 0) return compose;
  const escaped = Object.entries(secrets).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]);
  return { ...compose, 'x-portside-secrets': Object.fromEntries(escaped) };
}

export function keptSecretsOf({ 'x-portside-secrets': escaped }: Pick<ComposeFile, 'x-portside-secrets'>): Record<string, string> {
  return asSeenInside(escaped) as Record<string, string>;
}
