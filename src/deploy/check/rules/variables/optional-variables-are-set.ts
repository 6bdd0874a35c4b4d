import { located, locatedVariable } from '../../located.ts';
import { isProvided } from '../../provided.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** Says what is lost without a variable that the project can do without. */
export const optionalVariablesAreSet: Rule = {
  id: 'optional-variables-are-set',
  why: 'The service starts, and does less than it could; better to know that now.',
  look: (input) => [...namedBySettings(input), ...mentionedByFile(input)],
};

function namedBySettings({ draft, stack }: CheckInput): Found[] {
  return Object.entries(draft.settings.env?.optional ?? {})
    .filter(([name]) => !isProvided(name, draft, stack))
    .map(([name, lost]) => ({
      severity: 'warning',
      message: `${name} is not set: ${lost}`,
      ...located(draft, ['x-portside', 'env', 'optional', name]),
    }));
}

/** `${NAME}` alone becomes empty, which may be an oversight; `${NAME:-}` says that empty will do. */
function mentionedByFile({ draft, stack }: CheckInput): Found[] {
  const { required = [], optional = {} } = draft.settings.env ?? {};
  return stack.variables
    .filter(({ name, required: isRequired, from }) => !isRequired && from === undefined && !required.includes(name) && !(name in optional))
    .map(({ name, defaultValue }) => {
      const message = `${name} is not set: the file gets an empty text for it`;
      return { severity: defaultValue === undefined ? 'warning' : 'note', message, ...locatedVariable(draft, name) };
    });
}
