import { nearest } from '../../../../contract/nearest.ts';
import { located } from '../../located.ts';
import { referencesOf } from '../../references.ts';
import type { Rule } from '../../rule.ts';

/** Every service that `x-portside` names is one of the file's. */
export const settingsNameKnownServices: Rule = {
  id: 'settings-name-known-services',
  why: 'A setting about a service that is not there does nothing.',
  cause: 'settings-invalid',
  look: ({ draft, stack }) => {
    const known = [...Object.keys(stack.compose.services), ...stack.leftAlone, ...draft.inactive];
    return referencesOf(draft.settings)
      .filter(({ service }) => !known.includes(service))
      .map(({ service, path }) => {
        const near = nearest(service, known);
        return {
          severity: 'error',
          message: `x-portside.${path[0]} names a service ${service}, and there is none`,
          ...located(draft, ['x-portside', ...path]),
          fix: near ? `did you mean ${near}?` : `there are: ${known.join(', ')}`,
        };
      });
  },
};
