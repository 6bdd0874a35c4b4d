import { expect, test } from 'vitest';
import { healthchecksArePatient } from '../../../../../src/deploy/check/rules/health/healthchecks-are-patient.ts';
import type { ComposeHealthcheck } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

function look(image: string, healthcheck: ComposeHealthcheck) {
  const services = { db: { image, healthcheck: { test: ['CMD', 'true'], ...healthcheck } } };
  return healthchecksArePatient.look(inputOf({ services })).map(({ severity, message }) => `${severity}: ${message}`);
}

test('two tries in two seconds are too few', () => {
  expect(look('app', { interval: '1s', retries: 2 })).toEqual([
    'warning: the healthcheck of db gives it 2 s from its start: 2 tries, 1 s apart',
  ]);
  expect(look('app', { interval: '1s', retries: 2, start_period: '10s' })).toEqual([]);
  expect(look('app', { interval: '1s' })).toEqual([]);
  expect(look('app', {})).toEqual([]);
});

test('a database gets more time than others, redis does not need it', () => {
  expect(look('postgres:16', { interval: '1s', retries: 5 })).toHaveLength(1);
  expect(look('postgres:16', { interval: '5s', retries: 5 })).toEqual([]);
  expect(look('redis:7', { interval: '1s', retries: 5 })).toEqual([]);
});

test('the repair gives it a start period, in which nothing counts', () => {
  const services = { db: { image: 'x', healthcheck: { test: ['CMD', 'true'], interval: '500ms' } } };
  expect(healthchecksArePatient.look(inputOf({ services }))[0]?.repair).toEqual([
    { edit: 'set', path: ['services', 'db', 'healthcheck', 'start_period'], value: '30s' },
  ]);
});

test('a second is little for an answer over HTTP, and said as a note only', () => {
  const asked = { test: ['CMD', 'curl', '-f', 'http://localhost'], interval: '5s', timeout: '1s' };
  expect(look('app', asked)).toEqual(['note: the healthcheck of db takes an answer after more than 1 s for none']);
  expect(look('app', { ...asked, timeout: '3s' })).toEqual([]);
  expect(look('app', { interval: '5s', timeout: '1s' })).toEqual([]);
});
