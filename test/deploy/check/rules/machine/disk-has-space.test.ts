import { expect, test } from 'vitest';
import { diskHasSpace } from '../../../../../src/deploy/check/rules/machine/disk-has-space.ts';
import type { DiskSpace } from '../../../../../src/deploy/model/disk.ts';
import { inputOf } from '../../input.ts';

const roomy: DiskSpace = { bytes: 100 * 1024 ** 3, freeBytes: 50 * 1024 ** 3, reservedBytes: 0, files: 1000, freeFiles: 900 };

function said(change: Partial<DiskSpace>): string[] {
  const machine = { disk: { path: '/var/lib/docker', space: { ...roomy, ...change } } };
  return diskHasSpace.look(inputOf({ surroundings: { machine } })).map(({ severity, message }) => `${severity}: ${message}`);
}

test('enough space is not mentioned; neither is a file system that counts no inodes', () => {
  expect(said({})).toEqual([]);
  expect(said({ files: 0, freeFiles: 0 })).toEqual([]);
});

test('little space, or few inodes, is a warning', () => {
  expect(said({ freeBytes: 700 * 1024 ** 2 })).toEqual(["warning: the engine's disk has 700 MB left (/var/lib/docker)"]);
  expect(said({ freeBytes: 1.5 * 1024 ** 3 })).toEqual(["warning: the engine's disk has 1.5 GB left (/var/lib/docker)"]);
  expect(said({ freeFiles: 10 })).toEqual(["warning: the engine's disk has 50 GB and 10 inodes left (/var/lib/docker)"]);
});

test('none at all is an error; what is kept for root is not none', () => {
  expect(said({ freeBytes: 0 })).toEqual(["error: the engine's disk has 0 B left (/var/lib/docker)"]);
  expect(said({ freeFiles: 0 })).toEqual(["error: the engine's disk has 50 GB and 0 inodes left (/var/lib/docker)"]);
  expect(said({ freeBytes: 0, reservedBytes: 1024 ** 3 })).toEqual(["warning: the engine's disk has 0 B left (/var/lib/docker)"]);
});

test('a small disk that is half empty is no cause for words', () => {
  expect(said({ bytes: 1024 ** 3, freeBytes: 600 * 1024 ** 2 })).toEqual([]);
});
