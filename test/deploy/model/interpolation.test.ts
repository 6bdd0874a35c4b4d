import { expect, test } from 'vitest';
import { interpolate, mentionedVariables } from '../../../src/deploy/model/interpolation.ts';

const values = { SET: 'value', EMPTY: '' };

test.each([
  ['$SET and ${SET}', 'value and value'],
  ['${EMPTY:-default}|${EMPTY-default}', 'default|'],
  ['${UNSET:-default}|${UNSET-default}', 'default|default'],
  ['${SET:+alt}|${EMPTY:+alt}|${EMPTY+alt}|${UNSET+alt}', 'alt||alt|'],
  ['${SET:?needed}|${UNSET:?needed}', 'value|'],
  ['${UNSET:-${EMPTY:-${SET}}}:80', 'value:80'],
  ['$$SET costs $5', '$SET costs $5'],
  ['${UNSET:-http://host:80/?a=b}', 'http://host:80/?a=b'],
  ['${broken', '${broken'],
])('%s becomes %s', (text, expected) => {
  expect(interpolate(text, values)).toBe(expected);
});

test('nested variables are mentioned too, those in an error message are not', () => {
  const names = mentionedVariables('${A:-${B:-$C}} ${D:?set $E} $$F').map(({ variable }) => variable);
  expect(names).toEqual(['A', 'B', 'C', 'D']);
});
