import type { Settings } from '../../contract/settings.ts';
import type { Draft } from '../model/draft.ts';
import type { Variable } from '../model/stack.ts';
import type { Sources } from './sources.ts';

/** The variables that Portside has to make a value for; an empty one counts as none. */
export function namesToGenerate({ env }: Settings, values: Record<string, string>): string[] {
  return [...new Set(env?.generate)].filter((name) => !values[name]);
}

/** The same as somebody wrote it, for where Compose refuses the file: what is generated is not what it lacks. */
export function writtenToGenerate({ documents }: Sources): string[] {
  return documents.flatMap(({ data }) => {
    const written: unknown = ['x-portside', 'env', 'generate'].reduce<unknown>((value, key) => Object(value)[key], data);
    return Array.isArray(written) ? written.map(String) : [];
  });
}

export function withGeneratedOrigins(variables: Variable[], generated: string[]): Variable[] {
  return variables.map((variable) => (generated.includes(variable.name) ? { ...variable, from: 'generated' } : variable));
}

/** The draft with values for the variables that nobody gives one, as if the shell had given them. */
export function withGenerated(draft: Draft, made: Record<string, string>): Draft {
  return { ...draft, values: { ...draft.values, ...made }, environment: { ...draft.environment, ...made } };
}

/** Name → value of all that `env.generate` names, whoever gave it: each is a secret. */
export function secretsInUse({ env }: Settings, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries((env?.generate ?? []).flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}

/** Stands for a value that is not made: in a dry run of an instance that has none yet. */
export const generatedPlaceholder = 'generated';
