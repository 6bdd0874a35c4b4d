import { expect, test } from 'vitest';
import { requiredVariablesAreSet } from '../../../../../src/deploy/check/rules/variables/required-variables-are-set.ts';
import { inputOf } from '../../input.ts';

test('every required variable without a value is an error, in the words of its author', () => {
  const missing = [
    { name: 'TAG', required: true, message: 'say which tag' },
    { name: 'KEY', required: true },
  ];
  const settings = { env: { required: ['KEY', 'DATABASE_URL'] } };
  expect(requiredVariablesAreSet.look(inputOf({ draft: { missing, settings } }))).toMatchObject([
    { severity: 'error', message: 'TAG has no value: say which tag', at: { file: '${TAG}' }, fix: 'set TAG in the shell or in .env' },
    { severity: 'error', message: 'KEY has no value, and the file asks for one' },
    {
      severity: 'error',
      at: { file: 'x-portside.env.required.1' },
      message: 'DATABASE_URL has no value, and x-portside.env.required asks for one',
    },
  ]);
});

test('a value may come from outside, from a default, or be written into a service', () => {
  const settings = { env: { required: ['OUTSIDE', 'DEFAULT', 'WRITTEN'] } };
  const input = inputOf({
    services: { web: { image: 'x', environment: { WRITTEN: 'yes' } } },
    draft: { settings, values: { OUTSIDE: 'yes' } },
    variables: [{ name: 'DEFAULT', required: false, defaultValue: 'yes', from: 'default' }],
  });
  expect(requiredVariablesAreSet.look(input)).toEqual([]);
});

test('an empty value is none', () => {
  const settings = { env: { required: ['EMPTY'] } };
  expect(requiredVariablesAreSet.look(inputOf({ draft: { settings, values: { EMPTY: '' } } }))).toHaveLength(1);
});

test('the one service that takes the value is named, and nobody where several do', () => {
  const services = {
    db: { image: 'x', environment: { POSTGRES_PASSWORD: '${PASSWORD:?}' }, command: 'x ${SHARED:?}' },
    web: { image: 'x', environment: ['KEY', 'URL=http://${SHARED}'] },
    tool: { image: 'x', environment: { PASSWORD: '${PASSWORD}' } },
  };
  const missing = ['PASSWORD', 'SHARED', 'KEY', 'NOBODYS'].map((name) => ({ name, required: true }));
  const { db, web } = services;
  const running = { db: { image: db.image }, web: { image: web.image } };
  const found = requiredVariablesAreSet.look(inputOf({ services: running, draft: { missing }, files: [{ services }] }));
  expect(found.map(({ service }) => service)).toEqual(['db', undefined, 'web', undefined]);
});
