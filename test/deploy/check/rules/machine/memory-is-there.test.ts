import { expect, test } from 'vitest';
import { memoryIsThere } from '../../../../../src/deploy/check/rules/machine/memory-is-there.ts';
import type { ComposeFile } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const gigabyte = 1024 ** 3;

function said(services: ComposeFile['services'], memoryBytes: number | undefined = 4 * gigabyte): string[] {
  const machine = memoryBytes ? { memoryBytes } : {};
  return memoryIsThere.look(inputOf({ services, surroundings: { machine } })).map(({ severity, message }) => `${severity}: ${message}`);
}

test('one limit above all there is limits nothing', () => {
  expect(said({ web: { deploy: { resources: { limits: { memory: String(8 * gigabyte) } } } } })).toEqual([
    "warning: service web may use 8 GB of memory, and the engine's machine has 4 GB",
  ]);
});

test('each copy counts, of limits and of reservations', () => {
  expect(said({ web: { mem_limit: String(gigabyte), scale: 3 }, db: { mem_limit: String(2 * gigabyte) } })).toEqual([
    "warning: all services together may use 5 GB of memory, and the engine's machine has 4 GB",
  ]);
  expect(said({ web: { mem_reservation: gigabyte, deploy: { replicas: 5 } } })).toEqual([
    "warning: all services together are promised 5 GB of memory, and the engine's machine has 4 GB",
  ]);
});

test('what fits, and what nobody can know, is left alone', () => {
  expect(said({ web: { mem_limit: String(gigabyte) }, db: {} })).toEqual([]);
  expect(said({ web: { mem_limit: String(99 * gigabyte) } }, 0)).toEqual([]);
});
