import { expect, test } from 'vitest';
import { optionalVariablesAreSet } from '../../../../../src/deploy/check/rules/variables/optional-variables-are-set.ts';
import { inputOf } from '../../input.ts';

test('what is lost is said, once, where the settings say it', () => {
  const settings = { env: { optional: { ANTHROPIC_API_KEY: 'agent features are limited' } } };
  const variables = [{ name: 'ANTHROPIC_API_KEY', required: false, defaultValue: '' }];
  expect(optionalVariablesAreSet.look(inputOf({ draft: { settings }, variables }))).toEqual([
    {
      severity: 'warning',
      message: 'ANTHROPIC_API_KEY is not set: agent features are limited',
      at: { file: 'x-portside.env.optional.ANTHROPIC_API_KEY' },
    },
  ]);
});

test('without settings a bare variable is a warning, one with an empty default a note', () => {
  const variables = [
    { name: 'BARE', required: false },
    { name: 'THOUGHT_OF', required: false, defaultValue: '' },
  ];
  const found = optionalVariablesAreSet.look(inputOf({ variables }));
  expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'warning: BARE is not set: the file gets an empty text for it',
    'note: THOUGHT_OF is not set: the file gets an empty text for it',
  ]);
});

test('a value from anywhere is no finding: the shell, an env file, a default, a lease, the instance', () => {
  const origins = ['shell', 'env-file', 'default', 'lease', 'instance'] as const;
  const variables = origins.map((from) => ({ name: from, required: false, from }));
  expect(optionalVariablesAreSet.look(inputOf({ variables }))).toEqual([]);
});
