import { expect, test } from 'vitest';
import type { ComposeService } from '../../../src/deploy/model/compose-file.ts';
import type { Image } from '../../../src/deploy/model/image.ts';
import { imagesOf, planOf, stackOf } from './workbench.ts';

const published = { ports: [{ target: 80, published: '8001', protocol: 'tcp' }] };
const healthcheck = { test: ['CMD', 'true'], interval: '1s', timeout: '1s', retries: 1 };
const quickCheck: Image['healthcheck'] = { test: ['CMD', 'true'], intervalMs: 1000, timeoutMs: 1000, retries: 1, startPeriodMs: 0 };

function expectationOf(definition: ComposeService, others: Record<string, ComposeService> = {}, ofImage: Partial<Image> = {}) {
  const stack = stackOf({ services: { one: { image: 'one:1', ...definition }, ...others } });
  const { expectations } = planOf(stack, { images: imagesOf(stack, { one: ofImage }) });
  return expectations.find((expectation) => expectation.service === 'one');
}

test('a healthcheck is the proof where there is one', () => {
  expect(expectationOf({ healthcheck, ...published })).toMatchObject({ proof: 'healthy', mayComplete: false, deadlineMs: 7000 });
});

test('without one a published port must be listened on, UDP apart', () => {
  const ports = [...published.ports, { target: 80, protocol: 'tcp' }, { target: 53, protocol: 'udp' }];
  expect(expectationOf({ ports })).toMatchObject({ proof: 'listening', listens: [80], mayComplete: false, deadlineMs: 120_000 });
});

test('with neither it must stay up, or may just as well be done', () => {
  expect(expectationOf({})).toMatchObject({ proof: 'settled', settleMs: 1000, mayComplete: true, restarts: 'never', healthcheck: false });
});

test.each([
  [0.2, 1000],
  [3.5, 3500],
  [40, 5000],
])('on a machine with %s programs a processor it stays up for %s ms', (crowding, settleMs) => {
  const { expectations } = planOf(stackOf({ services: { one: { image: 'one:1' } } }), { crowding });
  expect(expectations).toMatchObject([{ settleMs }]);
});

test.each([
  ['a restart policy', { restart: 'unless-stopped' }],
  ["a restart policy of Swarm's", { deploy: { restart_policy: { condition: 'any' } } }],
  ['a port', { ports: [{ target: 53, protocol: 'udp' }] }],
])('what has %s may not end', (_what, definition) => {
  expect(expectationOf(definition)).toMatchObject({ mayComplete: false });
});

test.each([
  ['on-failure', { restart: 'on-failure' }],
  ['on-failure, three times', { restart: 'on-failure:3' }],
  ["on-failure in Swarm's words", { deploy: { restart_policy: { condition: 'on-failure' } } }],
])('what is started again %s may be done', (_what, definition) => {
  expect(expectationOf(definition)).toMatchObject({ mayComplete: true, restarts: 'on-failure' });
  expect(expectationOf({ ...definition, ...published })).toMatchObject({ mayComplete: false });
});

test('what somebody waits for to complete must', () => {
  const waits = { web: { depends_on: { one: { condition: 'service_completed_successfully' as const } } } };
  expect(expectationOf({}, waits)).toMatchObject({ proof: 'completed', mayComplete: false });
});

test("a job has the whole time, however short its image's healthcheck is", () => {
  const waits = { web: { depends_on: { one: { condition: 'service_completed_successfully' as const } } } };
  expect(expectationOf({}, waits, { healthcheck: quickCheck })).toMatchObject({ proof: 'completed', deadlineMs: 120_000 });
});

test.each([
  [{ scale: 2 }, 2],
  [{ deploy: { replicas: 3 } }, 3],
  [{ scale: 0 }, 0],
])('%o asks for %i containers', (definition, replicas) => {
  expect(expectationOf(definition)).toMatchObject({ replicas });
});
