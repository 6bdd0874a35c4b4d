import { expect, test } from 'vitest';
import { logsAreRotated } from '../../../../../src/deploy/check/rules/upkeep/logs-are-rotated.ts';
import type { EngineFacts } from '../../../../../src/deploy/model/observed.ts';
import { inputOf } from '../../input.ts';

test('one note for all services whose logs may grow for ever', () => {
  const services = {
    a: { image: 'x' },
    b: { image: 'x', logging: { driver: 'json-file', options: { 'max-file': '3' } } },
    c: { image: 'x', logging: { driver: 'json-file', options: { 'max-size': '10m' } } },
    d: { image: 'x', logging: { driver: 'journald' } },
    e: { image: 'x', logging: { options: { 'max-size': '1m' } } },
  };
  expect(logsAreRotated.look(inputOf({ services })).map(({ message }) => message)).toEqual([
    "nothing limits the logs of a, b, unless the engine's own settings do",
  ]);
});

test('the first few of many are named', () => {
  const services = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { image: 'x' }]));
  expect(logsAreRotated.look(inputOf({ services }))[0]?.message).toContain('a, b, c and 2 others');
});

test("Podman's logs have limits of their own", () => {
  const engine: EngineFacts = { ...inputOf({}).facts.engine, kind: 'podman' };
  expect(logsAreRotated.look(inputOf({ facts: { engine } }))).toEqual([]);
});
