import { nearest } from '../../../../contract/nearest.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Every rule that `x-portside.check` switches off is one. */
export const settingsNameKnownRules: Rule = {
  id: 'settings-name-known-rules',
  why: 'A rule that is misspelt stays on.',
  look: ({ draft, ruleIds }) =>
    Object.keys(draft.settings.check ?? {})
      .filter((id) => !ruleIds.includes(id))
      .map((id) => {
        const near = nearest(id, ruleIds);
        const path = ['x-portside', 'check', id];
        return {
          severity: 'warning',
          message: `x-portside.check names a rule ${id}, and there is none`,
          ...located(draft, path),
          ...(near ? { fix: `did you mean ${near}?` } : { fix: '`portside check` says the name of each rule that it tells something of' }),
          ...(near ? { repair: [{ edit: 'rename', path, to: near }] } : {}),
        };
      }),
};
