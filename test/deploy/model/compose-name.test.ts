import { expect, test } from 'vitest';
import { composeName } from '../../../src/deploy/model/compose-name.ts';

test.each([
  ['hello', 'demo', 'hello-demo'],
  ['My App.x', 'demo', 'myappx-demo'],
  ['_hidden', 'a_b', 'hidden-a_b'],
])('%s and %s become %s', (project, instance, name) => {
  expect(composeName(project, instance)).toBe(name);
});

test('what is too long for DNS is cut, and stays different', () => {
  const names = ['one', 'two'].map((end) => composeName('a'.repeat(40), `${'b'.repeat(40)}-${end}`));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name.length).toBe(63);
});
