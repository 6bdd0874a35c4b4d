import { expect, test } from 'vitest';
import { dockerfileHealthcheck } from '../../../../src/deploy/check/reading/dockerfile-healthcheck.ts';

test('flags, continued lines, comments between them and both forms are read', () => {
  const text =
    'FROM x\r\nHEALTHCHECK --interval=1s --timeout=2s \\\r\n  # why\r\n  --retries=3 \\\r\n  CMD wget -q http://localhost/ || exit 1\r\n';
  expect(dockerfileHealthcheck(text)).toEqual({
    test: ['CMD-SHELL', 'wget -q http://localhost/ || exit 1'],
    intervalMs: 1000,
    timeoutMs: 2000,
    retries: 3,
    startPeriodMs: 0,
  });
  expect(dockerfileHealthcheck('FROM x\nhealthcheck cmd ["/bin/ok", "-v"]\n')).toMatchObject({ test: ['CMD', '/bin/ok', '-v'] });
});

test('only the stage that is built counts', () => {
  const text = 'FROM x AS dev\nHEALTHCHECK CMD dev\nFROM y AS prod\nHEALTHCHECK NONE\n';
  expect(dockerfileHealthcheck(text)).toBe('none');
  expect(dockerfileHealthcheck(text, 'dev')).toMatchObject({ test: ['CMD-SHELL', 'dev'] });
  expect(dockerfileHealthcheck('FROM x\nRUN true\n')).toBeUndefined();
});
