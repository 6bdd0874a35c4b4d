import { expect, test } from 'vitest';
import { parseVariables } from '../../../src/engine/compose/variables.ts';

const api = { name: 'API_PORT', defaultValue: '8001', required: false, presence: '' };
const key = { name: 'KEY', defaultValue: '', required: true, presence: '' };

test('Compose 2.26 prints a table whatever it is asked for; a value may hold blanks', () => {
  const table = [
    'NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE',
    'KEY                 true                                    ',
    'API_PORT            false               8001                ',
    'GREETING            false               hello wide world    with',
    '',
  ].join('\n');
  expect(parseVariables(table)).toEqual([
    key,
    api,
    { name: 'GREETING', defaultValue: 'hello wide world', required: false, presence: 'with' },
  ]);
});

test('newer ones print JSON: by name, as a list, or one a line', () => {
  const [first, second] = [
    { Name: 'KEY', DefaultValue: '', PresenceValue: '', Required: true },
    { Name: 'API_PORT', DefaultValue: '8001', PresenceValue: '', Required: false },
  ];
  expect(parseVariables(JSON.stringify({ KEY: first, API_PORT: second }))).toEqual([key, api]);
  expect(parseVariables(JSON.stringify([first, second]))).toEqual([key, api]);
  expect(parseVariables(`${JSON.stringify(first)}\n${JSON.stringify(second)}\n`)).toEqual([key, api]);
  expect(parseVariables(JSON.stringify(first))).toEqual([key]);
});

test('a project without variables has none', () => {
  expect(parseVariables('')).toEqual([]);
  expect(parseVariables('{}')).toEqual([]);
  expect(parseVariables('NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE\n')).toEqual([]);
});
