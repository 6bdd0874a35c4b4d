import { expect, test } from 'vitest';
import { generatedVariablesAreUsed } from '../../../../../src/deploy/check/rules/variables/generated-variables-are-used.ts';
import type { Draft } from '../../../../../src/deploy/model/draft.ts';
import { inputOf } from '../../input.ts';

const settings = { env: { generate: ['TOKEN'] } };
const model = (rest: object) => ({ name: 'shop', services: {}, ...rest }) as Draft['model'];

test('a value that reaches nothing is worth a warning, with the name that was meant', () => {
  const variables = [{ name: 'TOKEM', required: true }];
  expect(generatedVariablesAreUsed.look(inputOf({ draft: { settings }, variables }))).toEqual([
    {
      severity: 'warning',
      message: 'a value is made for TOKEN, and nothing in the file uses it',
      at: { file: 'x-portside.env.generate.0' },
      fix: 'did you mean TOKEM?',
    },
  ]);
  expect(generatedVariablesAreUsed.look(inputOf({ draft: { settings } }))).toMatchObject([
    { fix: 'hand it to a service: environment: { TOKEN: "${TOKEN:?}" }' },
  ]);
});

test.each<[string, Partial<Draft>]>([
  ['interpolated', { variables: [{ name: 'TOKEN', required: true }] }],
  ['handed to a container', { model: model({ services: { web: { environment: { TOKEN: null } } } }) }],
  ['handed to a container, and made', { values: { TOKEN: 'x' }, model: model({ services: { web: { environment: { TOKEN: null } } } }) }],
  [
    'handed to a container, and given',
    { values: { TOKEN: 'a$b' }, model: model({ services: { web: { environment: { TOKEN: 'a$$b' } } } }) },
  ],
  ['handed to a build', { model: model({ services: { web: { build: { args: { TOKEN: null } } } } }) }],
  ['a secret', { model: model({ secrets: { token: { environment: 'TOKEN' } } }) }],
])('%s: it is used', (_how, draft) => {
  expect(generatedVariablesAreUsed.look(inputOf({ draft: { settings, ...draft } }))).toEqual([]);
});

test('a value of its own under the same name is no use of it', () => {
  const draft = { settings, model: model({ services: { web: { environment: { TOKEN: 'fixed' } } } }) };
  expect(generatedVariablesAreUsed.look(inputOf({ draft }))).toHaveLength(1);
});
