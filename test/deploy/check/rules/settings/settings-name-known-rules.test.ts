import { expect, test } from 'vitest';
import { check } from '../../../../../src/deploy/check/check.ts';
import { settingsNameKnownRules } from '../../../../../src/deploy/check/rules/settings/settings-name-known-rules.ts';
import { inputOf } from '../../input.ts';

test('a rule that is switched off by a misspelt name is told, and put right', () => {
  const settings = { check: { 'services-restrat': { reason: 'we like it so' } } };
  const input = { ...inputOf({ draft: { settings } }), ruleIds: ['services-restart', 'logs-are-rotated'] };
  expect(settingsNameKnownRules.look(input)).toMatchObject([
    {
      severity: 'warning',
      at: { file: 'x-portside.check.services-restrat' },
      fix: 'did you mean services-restart?',
      repair: [{ edit: 'rename', path: ['x-portside', 'check', 'services-restrat'], to: 'services-restart' }],
    },
  ]);
});

test('every rule knows its own name and those of all others', () => {
  const settings = { check: { 'settings-name-known-rules': { reason: 'x', services: ['web'] }, 'logs-are-rotated': { reason: 'x' } } };
  expect(check(inputOf({ draft: { settings } }))).toEqual([]);
});
