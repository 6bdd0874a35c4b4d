import type { Rule } from '../../rule.ts';

/** No file says which version of the format it is written in. */
export const versionIsNotNeeded: Rule = {
  id: 'version-is-not-needed',
  why: 'Compose ignores the line since version 2, and warns about it each time.',
  look: ({ surroundings }) =>
    surroundings.lint
      .filter(({ rule }) => rule === 'no-version-field')
      .map(({ file, line }) => ({
        severity: 'note',
        message: 'version: means nothing any more',
        at: { file, line, column: 1 },
        fix: 'take the line out',
        repair: [{ edit: 'remove', path: ['version'] }],
      })),
};
