import { expect, test } from 'vitest';
import type { Cause } from '../../../src/contract/cause.ts';
import type { Diagnosis } from '../../../src/contract/diagnosis.ts';
import { normalised } from '../../../src/loop/memory/normalised.ts';
import { failureOf, signatureOf } from '../../../src/loop/memory/signature.ts';

const here = {
  project: 'shop',
  instance: 'main',
  images: { web: undefined, cache: 'redis:7-alpine', db: 'docker.io/library/postgres:17@sha256:ab' },
};
const there = {
  project: 'store',
  instance: 'green-fox',
  images: { web: undefined, memory: 'registry.example/redis:8', data: 'postgres:16' },
};

test('the same failure in another instance, at another time, port and folder has the same signature', () => {
  const pairs: [string, string][] = [
    ['2026-11-20T08:15:01.123Z Error: connect ECONNREFUSED 127.0.0.1:6379', '2026-11-21T23:59:59Z Error: connect ECONNREFUSED ::1:6380'],
    ['REDIS_URL=redis://localhost:6379/0', 'REDIS_URL=redis://localhost:16379/1'],
    ['could not reach redis://cache:6379 after 3 tries in 1.5 s', 'could not reach redis://memory:6399 after 12 tries in 30.25 s'],
    ['container shop-main-web-1 (3f2a9c1d0b7e) exited with code 3', 'container store-green-fox-web-2 (9912fe0a77aa) exited with code 3'],
    ["Cannot find module '/srv/a/app/lib/routes.js'", "Cannot find module '/home/me/other/app/lib/routes.js'"],
    ['at Server.listen (/usr/src/app/server.js:12:34)', 'at Server.listen (/opt/server.js:9:1)'],
    ['\u001B[31mFATAL\u001B[0m  dial tcp 172.18.0.3:5432', 'FATAL dial tcp 10.1.2.3:5433'],
    ['request 0b6f0d9e-7a1e-4a3e-9f0f-2f0a5f1d2c3b failed', 'request 5d3c1f2e-1111-4222-8333-444455556666 failed'],
  ];
  for (const [one, other] of pairs) expect(normalised(one, here)).toBe(normalised(other, there));
  const signature = signatureOf(seen('connection-refused', pairs[2]?.[0] ?? '', 'cache'), here);
  expect(signature).toMatch(/^connection-refused\/[0-9a-f]{12}$/);
  expect(signatureOf(seen('connection-refused', pairs[2]?.[1] ?? '', 'memory'), there)).toBe(signature);
});

test('different failures have different signatures', () => {
  const all = [
    seen('module-not-found', "Cannot find module 'express'", 'web'),
    seen('module-not-found', "Cannot find module 'pino'", 'web'),
    seen('command-not-found', "Cannot find module 'pino'", 'web'),
    seen('crashed', 'exited with code 3', 'web'),
    seen('crashed', 'exited with code 7', 'web'),
    seen('crashed', 'exited with code 7', 'cache'),
    seen('healthcheck-wrong-path', 'HTTP/1.1 404 Not Found', 'web'),
    seen('healthcheck-wrong-path', 'HTTP/1.1 500 Internal Server Error', 'web'),
    seen('variable-missing', 'API_TOKEN is not set', 'web'),
    seen('variable-missing', 'API_HOST is not set', 'web'),
  ];
  expect(new Set(all.map((one) => signatureOf(one, here))).size).toBe(all.length);
});

test('an instance that is called like an ordinary word changes no other word', () => {
  expect(normalised('main.py: main() failed in shop-main', here)).toBe('main.py: main() failed in <instance>');
  expect(normalised('cannot open web.config of web', here)).toBe('cannot open web.config of <built>');
});

test('without a diagnosis it is the first error found, what was said, or the criterion that does not hold', () => {
  const nothing = { criteria: [], findings: [] };
  expect(signatureOf(nothing)).toBeUndefined();
  expect(failureOf({ ...nothing, criteria: [{ name: 'npm test', held: false, detail: '2 tests failed' }] })).toMatchObject({
    kind: 'criterion',
    sentence: 'npm test does not hold: 2 tests failed',
  });
  expect(signatureOf({ ...nothing, error: 'the build failed' })).toMatch(/^error\//);
  const finding = { rule: 'accepts-the-file', severity: 'error', message: 'images is no key' } as const;
  expect(signatureOf({ ...nothing, error: 'the build failed', findings: [finding] })).toMatch(/^accepts-the-file\//);
});

function seen(cause: Cause, line: string, service: string) {
  const diagnosis: Diagnosis = {
    ...{ cause, service, summary: `${service} failed`, suggestion: '', repairable: false, also: [] },
    evidence: [{ from: `logs of ${service}`, text: line }],
  };
  return { criteria: [], findings: [], diagnosis };
}
