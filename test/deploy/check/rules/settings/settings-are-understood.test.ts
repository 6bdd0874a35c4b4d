import { expect, test } from 'vitest';
import { settingsAreUnderstood } from '../../../../../src/deploy/check/rules/settings/settings-are-understood.ts';
import { inputOf } from '../../input.ts';

test('every problem of the settings is an error at its place, with what was meant', () => {
  const settingsProblems = [{ path: ['prots'], message: 'x-portside.prots: not known', fix: 'did you mean ports?' }];
  expect(settingsAreUnderstood.look(inputOf({ draft: { settingsProblems } }))).toEqual([
    { severity: 'error', message: 'x-portside.prots: not known', at: { file: 'x-portside.prots' }, fix: 'did you mean ports?' },
  ]);
});

test('sound settings are no finding', () => {
  expect(settingsAreUnderstood.look(inputOf({}))).toEqual([]);
});
