import { nearest } from '../../../../contract/nearest.ts';
import { asSeenInside } from '../../../model/compose-file.ts';
import type { Draft } from '../../../model/draft.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Every variable that a value is made for reaches something: the file interpolates it, or hands it on by its name. */
export const generatedVariablesAreUsed: Rule = {
  id: 'generated-variables-are-used',
  why: 'A value that nothing uses is a misspelt name, most of the time.',
  look: ({ draft }) => {
    const used = [...draft.variables.map(({ name }) => name), ...handedOn(draft)];
    return (draft.settings.env?.generate ?? []).flatMap((name, index) => {
      if (used.includes(name)) return [];
      const near = nearest(name, used);
      return [
        {
          severity: 'warning',
          message: `a value is made for ${name}, and nothing in the file uses it`,
          ...located(draft, ['x-portside', 'env', 'generate', index]),
          fix: near ? `did you mean ${near}?` : `hand it to a service: environment: { ${name}: "\${${name}:?}" }`,
        },
      ];
    });
  },
};

/** `environment: [NAME]` takes the value from outside, as `args: [NAME]` and a secret's `environment: NAME` do. */
function handedOn({ model, values }: Draft): string[] {
  const services = Object.values(model.services).flatMap(({ environment, build }) => [environment, build?.args]);
  const passed = services.flatMap((given) =>
    Object.entries(asSeenInside(given)).flatMap(([name, value]) => (!value || value === values[name] ? [name] : [])),
  );
  const sources = [model['secrets'], model['configs']].flatMap((group) => Object.values(Object(group) as Record<string, unknown>));
  return [...passed, ...sources.flatMap((source) => String(Object(source)['environment'] ?? ''))];
}
