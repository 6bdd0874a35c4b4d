import { located, locatedVariable } from '../../located.ts';
import { isProvided } from '../../provided.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { unmet } from './images-get-what-they-ask-for.ts';
import { strayDollars } from './dollars-are-meant.ts';
import { holes } from './nothing-breaks-when-empty.ts';

/** Says what is lost without a variable that the project can do without. */
export const optionalVariablesAreSet: Rule = {
  id: 'optional-variables-are-set',
  why: 'The service starts, and does less than it could; better to know that now.',
  cause: 'variable-missing',
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
function mentionedByFile(input: CheckInput): Found[] {
  const { draft, stack } = input;
  // Other rules say more of these.
  const said = [...strayDollars(input), ...holes(input)].map(({ mention }) => mention.variable);
  const told = new Set([...said, ...unmet(input).flatMap((one) => one.variables)]);
  const { required = [], optional = {} } = draft.settings.env ?? {};
  return stack.variables
    .filter(
      ({ name, required: isRequired, from }) =>
        !isRequired && from === undefined && !required.includes(name) && !(name in optional) && !told.has(name),
    )
    .map(({ name, defaultValue }) => {
      const message = `${name} is not set: the file gets an empty text for it`;
      return { severity: defaultValue === undefined ? 'warning' : 'note', message, ...locatedVariable(draft, name) };
    });
}
