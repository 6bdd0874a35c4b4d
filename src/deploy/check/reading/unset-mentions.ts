import { mentionedVariables } from '../../model/interpolation.ts';
import type { CheckInput } from '../rule.ts';
import { asMap, writtenServices } from './written-services.ts';

/** A place in a service where a variable without value or default is filled in, so that nothing comes of it. */
export interface UnsetMention {
  service: string;
  /** Of the model, without the service: `['environment', 'URL']`. */
  path: (string | number)[];
  text: string;
  variable: string;
}

/** Variables that no value comes from: no shell, env file, default or lease, and not Portside itself. */
export function unsetVariables({ draft, stack }: CheckInput): Set<string> {
  const unset = stack.variables.filter(
    ({ name, from }) => from === undefined && draft.values[name] === undefined && !givenAnyway.has(name),
  );
  return new Set(unset.map(({ name }) => name).filter((name) => !draft.toGenerate.includes(name)));
}

const givenAnyway = new Set(['INSTANCE_ID', 'COMPOSE_PROJECT_NAME']);

/** Every such place in the services that will run, in the order of the files. */
export function unsetMentions(input: CheckInput): UnsetMention[] {
  const { draft, stack } = input;
  const unset = unsetVariables(input);
  if (unset.size === 0) return [];
  return writtenServices(draft)
    .filter(({ service }) => service in stack.compose.services)
    .flatMap(({ service, definition }) =>
      textsOf(definition, []).flatMap(({ path, text }) => {
        const names = mentionedVariables(text).flatMap(({ variable, operator }) =>
          operator === '' && unset.has(variable) ? [variable] : [],
        );
        return [...new Set(names)].map((variable) => ({ service, path, text, variable }));
      }),
    );
}

/** Lists of `NAME=value` become keys, as the model has them. */
function textsOf(value: unknown, path: (string | number)[]): { path: (string | number)[]; text: string }[] {
  if (typeof value === 'string') return value.includes('$') ? [{ path, text: value }] : [];
  if (!Array.isArray(value)) return Object.entries(asMap(value)).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
  const named = path.at(-1) === 'environment' || path.at(-1) === 'args' || path.at(-1) === 'labels';
  return value.flatMap((inner: unknown, index) => {
    const [, name, rest] = named && typeof inner === 'string' ? (/^([^=$]+)=([\s\S]*)$/.exec(inner) ?? []) : [];
    return name === undefined ? textsOf(inner, [...path, index]) : textsOf(rest, [...path, name]);
  });
}
