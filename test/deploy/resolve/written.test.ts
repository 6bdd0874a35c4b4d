import { expect, test } from 'vitest';
import { written } from '../../../src/deploy/resolve/written.ts';

const base = { data: { services: { web: { environment: { URL: '${URL}', MODE: 'a' } } } } };
const override = { data: { services: { web: { environment: ['MODE=b=c', 'TOKEN'] }, db: null } } };
const environment = (name: string) => ['services', 'web', 'environment', name];

test('a value is told as it stands there, whatever file has it, the last one first', () => {
  expect(written([base, override], environment('URL'))).toBe('${URL}');
  expect(written([base, override], environment('MODE'))).toBe('b=c');
});

test('a name without a value is null, and what nobody writes is undefined', () => {
  expect(written([base, override], environment('TOKEN'))).toBeNull();
  expect(written([base, override], environment('MOD'))).toBeUndefined();
  expect(written([base, override], ['services', 'db', 'image'])).toBeUndefined();
  expect(written([{ data: undefined }], ['services'])).toBeUndefined();
});

test('an item of a list is found by its number', () => {
  expect(written([override], ['services', 'web', 'environment', 1])).toBe('TOKEN');
});
