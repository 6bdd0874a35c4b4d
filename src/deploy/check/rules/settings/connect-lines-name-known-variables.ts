import { nearest } from '../../../../contract/nearest.ts';
import { namedIn } from '../../../model/connect-line.ts';
import { knownVariables } from '../../../model/endpoint-names.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Every `{NAME}` in `x-portside.connect` is a variable that `portside env` will know. */
export const connectLinesNameKnownVariables: Rule = {
  id: 'connect-lines-name-known-variables',
  why: 'The line would be printed with the braces in it, and fail where somebody types it.',
  look: ({ draft, stack }) => {
    const known = knownVariables(stack.leases, stack.settings);
    return Object.entries(stack.settings.connect ?? {}).flatMap(([key, line]) =>
      [...new Set(namedIn(line))]
        .filter((name) => !known.includes(name))
        .map((name) => {
          const near = nearest(name, known);
          return {
            severity: 'warning',
            message: `x-portside.connect.${key} names {${name}}, which \`portside env\` does not know`,
            ...located(draft, ['x-portside', 'connect', key]),
            fix: near ? `did you mean {${near}}?` : `it knows ${known.join(', ')}`,
          };
        }),
    );
  },
};
