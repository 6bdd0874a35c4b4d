import { expect, test } from 'vitest';
import { rollingNamesMeanTwo } from '../../../../../src/deploy/check/rules/replacing/rolling-names-mean-two.ts';
import { inputOf } from '../../input.ts';

const on = { networks: { default: null } };

function messages(update: 'rolling' | 'recreate', environment: Record<string, string>) {
  const services = { web: { image: 'x', ...on }, worker: { image: 'y', environment, ...on } };
  return rollingNamesMeanTwo.look(inputOf({ services, draft: { settings: { update: { web: update } } } }));
}

test('who calls a rolling service by name is told', () => {
  expect(messages('rolling', { API_URL: 'http://web:8000/x' })).toMatchObject([
    {
      severity: 'note',
      service: 'web',
      message: 'worker calls web by name (web): while it is replaced, that name is its old version and its new one',
    },
  ]);
});

test('one that nobody calls, and one that is recreated, are no matter', () => {
  expect(messages('rolling', { API_URL: 'http://other.example.org/' })).toEqual([]);
  expect(messages('recreate', { API_URL: 'http://web:8000/x' })).toEqual([]);
});
