import { expect, test } from 'vitest';
import { withBaseSettings } from '../../../src/loop/guard/parts/settings-part.ts';

const base = `# Shop
x-portside:
  # Looked at from outside.
  verify:
    - http: web:80/health   # whatever it says
services:
  web: { image: "nginx:1" }
`;

test('only the block of settings is put back, with its comments; all else stays byte for byte', () => {
  const now = `# Better shop
services:
  web: { image: "nginx:2" } # new
x-portside:
  verify: []


volumes: {}
`;
  expect(withBaseSettings(base, now)).toEqual({
    text: `# Better shop
services:
  web: { image: "nginx:2" } # new
x-portside:
  # Looked at from outside.
  verify:
    - http: web:80/health   # whatever it says


volumes: {}
`,
  });
});

test('what says the same is left alone, however it is written', () => {
  expect(withBaseSettings(base, `x-portside: {"verify": [{"http": "web:80/health"}]}\nservices: {}\n`)).toBeUndefined();
  expect(withBaseSettings(undefined, 'services: {}\n')).toBeUndefined();
});

test('settings that are gone come back', () => {
  expect(withBaseSettings(base, 'services:\n  web: { image: b }\n')).toEqual({
    text: 'services:\n  web: { image: b }\nx-portside:\n  # Looked at from outside.\n  verify:\n    - http: web:80/health   # whatever it says\n',
  });
});

test.each([
  ['x-portside: { accept: [] }\nservices: {}\n', 'services: {}\n'],
  ['"x\\x2dportside":\n  accept: []\nservices: {}\n', 'services: {}\n'],
  ['services: {}\nx-portside:\n', 'services: {}\n'],
])('settings that base did not have are taken out: %j', (now, text) => {
  expect(withBaseSettings('services: {}\n', now)).toEqual({ text });
  expect(withBaseSettings(undefined, now)).toEqual({ text });
});

test('a file of nothing but settings goes', () => {
  expect(withBaseSettings(undefined, 'x-portside: { accept: [] }\n')).toBe('absent');
});

test('settings that come by a merge key or an alias are found out', () => {
  const merged = 'x-a: &a\n  x-portside: { accept: [] }\n<<: *a\nservices: {}\n';
  expect(withBaseSettings('services: {}\n', merged)).toEqual({ text: `${merged}x-portside: {}\n` });
  const anchored = 'x-v: &v [{ tcp: web:80 }]\nx-portside:\n  verify: *v\nservices: {}\n';
  const emptied = 'x-v: &v []\nx-portside:\n  verify: *v\nservices: {}\n';
  expect(withBaseSettings(anchored, emptied)).toEqual({
    text: 'x-v: &v []\nx-portside:\n  verify:\n    - tcp: web:80\nservices: {}\n',
  });
});

test('tags of Compose that take settings away do not pass', () => {
  expect(withBaseSettings(undefined, 'services: {}\nx-portside: !reset null\n')).toEqual({ text: 'services: {}\n' });
  expect(withBaseSettings(base, base.replace('x-portside:', 'x-portside: !override'))).toEqual({ text: base });
});

test('where it cannot be done part by part the whole file is put back', () => {
  expect(withBaseSettings(base, 'services: [')).toBe('whole');
  expect(withBaseSettings(base, 'services: {}\n---\nx-portside: { accept: [] }\n')).toBe('whole');
  expect(withBaseSettings('services: [', 'x-portside: {}\n')).toBe('whole');
});
