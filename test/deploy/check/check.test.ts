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

test('the edge is nobody’s mistake, but its image must be there', () => {
  const input = inputOf({
    services: { web: { image: 'busybox:1.37', logging: withLimit }, 'portside-edge': { image: 'caddy:2', privileged: true } },
  });
  const edge = { service: 'portside-edge' as const, server: 'caddy' as const, routes: [] };
  const { 'portside-edge': _edge, ...own } = input.draft.model.services;
  const written = { ...input, draft: { ...input.draft, model: { ...input.draft.model, services: own } } };
  const absentImages = { 'caddy:2': { inRegistry: false, related: [] } };
  const seen = { ...written, stack: { ...input.stack, edge }, surroundings: { ...input.surroundings, absentImages } };
  expect(check(seen).map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(['error images-are-there']);
});
