import { expect, test } from 'vitest';
import { dockerfileHealthcheck } from '../../../../src/deploy/check/reading/dockerfile-healthcheck.ts';
import { dockerfileOf } from '../dockerfile-of.ts';

const read = async (text: string, target?: string) => dockerfileHealthcheck(await dockerfileOf(text, target));

test('flags, continued lines, comments between them and both forms are read', async () => {
  const text =
    'FROM x\r\nHEALTHCHECK --interval=1s --timeout=2s \\\r\n  # why\r\n  --retries=3 \\\r\n  CMD wget -q http://localhost/ || exit 1\r\n';
  expect(await read(text)).toEqual({
    test: ['CMD-SHELL', 'wget -q http://localhost/ || exit 1'],
    intervalMs: 1000,
    timeoutMs: 2000,
    retries: 3,
    startPeriodMs: 0,
  });
  expect(await read('FROM x\nhealthcheck cmd ["/bin/ok", "-v"]\n')).toMatchObject({ test: ['CMD', '/bin/ok', '-v'] });
});

test('only the stage that is built counts, with those that it is made from', async () => {
  const text = 'FROM x AS dev\nHEALTHCHECK CMD dev\nFROM y AS prod\nHEALTHCHECK NONE\n';
  expect(await read(text)).toBe('none');
  expect(await read(text, 'dev')).toMatchObject({ test: ['CMD-SHELL', 'dev'] });
  expect(await read('FROM x AS base\nHEALTHCHECK CMD base\nFROM base\nRUN true\n')).toMatchObject({ test: ['CMD-SHELL', 'base'] });
  expect(await read('FROM x\nRUN true\n')).toBeUndefined();
});
