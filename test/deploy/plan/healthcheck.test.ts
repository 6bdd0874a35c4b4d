import { expect, test } from 'vitest';
import { effectiveHealthcheck, grantedMs } from '../../../src/deploy/model/healthcheck.ts';
import { image, imagesOf, planOf, stackOf } from './workbench.ts';
import type { Planning } from './workbench.ts';

const test30s = { test: ['CMD', 'true'], interval: '30s', timeout: '5s', retries: 3 };
const ofImage = { test: ['CMD', 'ok'], intervalMs: 10_000, timeoutMs: 2000, retries: 2, startPeriodMs: 1000 };

function sharpened(healthcheck: object | undefined, planning: Planning = {}, imageCheck?: typeof ofImage) {
  const stack = stackOf({ services: { web: { image: 'web:1', ...(healthcheck ? { healthcheck } : {}) } } });
  const images = imagesOf(stack, { web: imageCheck ? { healthcheck: imageCheck } : {} });
  return planOf(stack, { images, ...planning }).compose.services['web']?.healthcheck;
}

function deadlineOf(healthcheck: object, timeoutMs?: number) {
  return planOf(stackOf({ services: { web: { image: 'web:1', healthcheck } } }), { timeoutMs }).expectations[0]?.deadlineMs;
}

test('the first looks come quickly, for as long as the file grants: 3 × (30 s + 5 s), and 5 s to spare', () => {
  expect(sharpened(test30s)).toEqual({ ...test30s, start_period: '110000ms', start_interval: '200ms' });
  expect(deadlineOf(test30s)).toBe(110_000);
});

test('a start period of the file counts on top', () => {
  expect(deadlineOf({ ...test30s, start_period: '5m' })).toBe(410_000);
});

test('nothing takes longer than a --timeout that was asked for', () => {
  expect(deadlineOf(test30s, 20_000)).toBe(20_000);
});

test("an image's healthcheck is sharpened too, and keeps its own test", () => {
  expect(sharpened(undefined, {}, ofImage)).toEqual({ start_period: '30000ms', start_interval: '200ms' });
});

test('looks never come slower than the file says, nor faster than a crowded machine bears', () => {
  expect(sharpened({ ...test30s, interval: '100ms' })).toMatchObject({ start_interval: '100ms' });
  expect(sharpened({ ...test30s, start_interval: '5s' })).toMatchObject({ start_interval: '200ms' });
  expect(sharpened(test30s, { starting: 3 })).toMatchObject({ start_interval: '200ms' });
  expect(sharpened(test30s, { starting: 4 })).toMatchObject({ start_interval: '1000ms' });
});

test('an engine whose healthchecks Portside drives only forgives for longer', () => {
  const podman = { startInterval: false, runsHealthchecks: false };
  expect(sharpened(test30s, { engine: podman })).toEqual({ ...test30s, start_period: '110000ms' });
});

test('an engine without start_interval gets the healthcheck as it is written', () => {
  expect(sharpened(test30s, { engine: { startInterval: false } })).toEqual(test30s);
});

test.each([
  ['switched off', { disable: true }],
  ['NONE', { test: ['NONE'] }],
])('a healthcheck that is %s stays so, whatever the image says', (_what, healthcheck) => {
  expect(sharpened(healthcheck, {}, ofImage)).toEqual(healthcheck);
});

test('no healthcheck stays none', () => {
  expect(sharpened(undefined)).toBeUndefined();
});

test("file over image over the engine's defaults", () => {
  expect(effectiveHealthcheck({ healthcheck: { retries: 9 } }, image('web:1', { healthcheck: ofImage }))).toEqual({
    ...ofImage,
    retries: 9,
  });
  const plain = effectiveHealthcheck({ healthcheck: { test: ['CMD', 'true'] } }, undefined);
  expect(plain).toMatchObject({ intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 });
  expect(plain && grantedMs(plain)).toBe(185_000);
});
