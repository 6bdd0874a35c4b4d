import { expect, test } from 'vitest';
import { explain } from '../../../src/deploy/resolve/refusal/explain.ts';
import { Written } from '../../../src/deploy/resolve/refusal/explained.ts';

async function explained(value: unknown, key = 'mem_limit') {
  const written = new Written({ documents: [{ data: { services: { web: { [key]: value } } } }] } as never);
  return explain({ kind: 'other', path: ['services', 'web', key] }, "invalid size: 'x'", written);
}

test.each([
  ['512meg', '512m'],
  ['2GIG', '2g'],
  ['64 kilobytes', '64k'],
])('a size that Compose does not know is written as it does: %s', async (value, right) => {
  expect(await explained(value)).toMatchObject({
    cause: 'invalid-compose',
    service: 'web',
    repair: [{ edit: 'set', path: ['services', 'web', 'mem_limit'], value: right }],
  });
});

test('what is no size, or of another key, is left as it is', async () => {
  expect((await explained('plenty')).repair).toBeUndefined();
  expect((await explained('512meg', 'hostname')).repair).toBeUndefined();
});
