import { located, locatedVariable } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { isProvided } from '../../provided.ts';
import { onlyUserOf } from '../../reading/only-user-of.ts';

/** What the file cannot do without, by `${NAME:?…}` or by `x-portside.env.required`, has a value. */
export const requiredVariablesAreSet: Rule = {
  id: 'required-variables-are-set',
  why: 'Compose refuses the file, or a service starts without what it cannot do without.',
  cause: 'variable-missing',
  look: (input) => [...askedByFile(input), ...askedBySettings(input)],
};

function askedByFile(input: CheckInput): Found[] {
  const { draft } = input;
  return draft.missing.map(({ name, message }) => {
    return {
      severity: 'error',
      message: message ? `${name} has no value: ${message}` : `${name} has no value, and the file asks for one`,
      ...locatedVariable(draft, name),
      ...onlyUserOf(input, name),
      fix: howToSet(name),
    };
  });
}

function askedBySettings(input: CheckInput): Found[] {
  const { draft, stack } = input;
  const known = new Set(draft.missing.map(({ name }) => name));
  return (draft.settings.env?.required ?? []).flatMap((name, index) =>
    known.has(name) || isProvided(name, draft, stack)
      ? []
      : [
          {
            severity: 'error',
            message: `${name} has no value, and x-portside.env.required asks for one`,
            ...located(draft, ['x-portside', 'env', 'required', index]),
            ...onlyUserOf(input, name),
            fix: howToSet(name),
          },
        ],
  );
}

function howToSet(name: string): string {
  return `set ${name} in the shell or in .env`;
}
