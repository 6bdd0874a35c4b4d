import { expect, test } from 'vitest';
import { healthchecksAnswerSoon } from '../../../../../src/deploy/check/rules/health/healthchecks-answer-soon.ts';
import type { ComposeHealthcheck, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

function look(healthcheck: ComposeHealthcheck, condition: 'service_healthy' | 'service_started' = 'service_healthy') {
  const app: ComposeService = { image: 'app', depends_on: { db: { condition } } };
  return healthchecksAnswerSoon.look(
    inputOf({ services: { app, db: { image: 'x', healthcheck: { test: ['CMD', 'true'], ...healthcheck } } } }),
  );
}

test('who waits for health waits a whole interval: a long one is noted', () => {
  expect(look({ interval: '1m30s' })).toMatchObject([
    { severity: 'note', message: 'app waits at least 90 s for db: its first healthcheck comes after one interval' },
  ]);
  expect(look({})).toHaveLength(1);
});

test('a short interval, an early first look, and nobody who waits are fine', () => {
  expect(look({ interval: '5s' })).toEqual([]);
  expect(look({ interval: '60s', start_period: '60s', start_interval: '1s' })).toEqual([]);
  expect(look({ interval: '60s' }, 'service_started')).toEqual([]);
});
