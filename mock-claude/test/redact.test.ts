import { expect, test } from 'vitest';
import { redact } from '../src/recorder/redact.ts';

// Put together here, so that nobody's scanner takes them for real ones.
test.each([
  ['a key of a model', `sk-${'proj-a1B2c3D4e5F6g7H8'}`],
  ['a token of GitHub', `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2'}`],
  ['a token of GitLab', `glpat-${'a1B2c3D4e5F6g7H8i9J0'}`],
  ['a key of AWS', `AKIA${'ABCDEFGHIJ234567'}`],
  ['a passing key of AWS', `ASIA${'ABCDEFGHIJ234567'}`],
  ['a key of Google', `AIza${'a'.repeat(35)}`],
  ['a token of Google', `ya29.${'a1B2c3D4e5F6g7H8i9J0'}`],
])('%s is taken out', (_, secret) => {
  expect(redact(`KEY=${secret} and more`, {})).toBe('KEY=[redacted] and more');
});

test('the keys of the request are, whatever they look like, and words are not', () => {
  expect(redact('it is my-own-key-1, says sk-ull', { 'x-api-key': 'my-own-key-1' })).toBe('it is [redacted], says sk-ull');
});
