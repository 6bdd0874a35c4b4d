import { expect, test } from 'vitest';
import { publishesHere } from '../../../src/deploy/model/observed.ts';
import { engineFacts } from '../plan/workbench.ts';

test.each([
  [{ local: true, host: '127.0.0.1' }, true],
  [{ local: false, host: '127.0.0.1' }, true],
  [{ local: false, host: 'build.example.org' }, false],
])('an engine of %j publishes on this machine: %s', (facts, expected) => {
  expect(publishesHere({ ...engineFacts, ...facts })).toBe(expected);
});
