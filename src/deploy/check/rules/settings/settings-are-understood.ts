import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Every key of `x-portside` is one that Portside knows, with a value that it can read. */
export const settingsAreUnderstood: Rule = {
  id: 'settings-are-understood',
  why: 'A misspelt setting does nothing, and nobody is told.',
  cause: 'settings-invalid',
  look: ({ draft, stack }) =>
    stack.settingsProblems.map(({ path, message, fix }) => ({
      severity: 'error',
      message,
      ...located(draft, ['x-portside', ...path]),
      ...(fix ? { fix } : {}),
    })),
};
