import { expect, test } from 'vitest';
import { check } from '../../../src/deploy/check/check.ts';
import { inputOf, withLimit } from './input.ts';

test('a sound project has no findings', () => {
  expect(check(inputOf({}))).toEqual([]);
});

test('findings name their rule, errors first', () => {
  const findings = check(
    inputOf({
      services: { web: { network_mode: 'host', logging: withLimit } },
      variables: [{ name: 'A', required: false, defaultValue: '' }],
      draft: { settingsProblems: [{ path: ['x'], message: 'unknown' }] },
    }),
  );
  expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    'error settings-are-understood',
    'error images-can-be-had',
    'warning services-can-be-copied',
    'note optional-variables-are-set',
  ]);
});
