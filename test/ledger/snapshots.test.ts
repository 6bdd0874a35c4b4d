import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import { snapshots } from '../../src/ledger/snapshots.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'portside-snapshots-'));
});
afterEach(() => rm(home, { recursive: true }));

function snapshot(id: string, createdAt: string, composeName = 'shop-main'): Snapshot {
  return {
    ...{ id, project: 'shop', instance: 'main', compose_name: composeName, directory: '/srv/shop', created_at: createdAt },
    ...{ execution_uuid: 'e', reason: 'snapshot', volumes: [] },
  };
}

test('a snapshot is there once its manifest is, and not before', async () => {
  const store = snapshots(home);
  expect(await store.list()).toEqual([]);
  const folder = await store.begin('shop-main', 's1');
  await writeFile(join(folder, 'data.tar.gz'), 'half');
  expect(await store.list('shop-main')).toEqual([]);
  expect(await store.find('shop-main', 's1')).toBeUndefined();
  const made = snapshot('s1', '2026-11-21T12:00:00.000Z');
  await store.complete(made);
  expect(await store.list('shop-main')).toEqual([made]);
  expect(store.file(made, { file: 'data.tar.gz' })).toBe(join(folder, 'data.tar.gz'));
});

test('the newest comes first, of one instance or of all', async () => {
  const store = snapshots(home);
  const [first, second, other] = [
    snapshot('s1', '2026-11-21T12:00:00.000Z'),
    snapshot('s2', '2026-11-22T12:00:00.000Z'),
    snapshot('s3', '2026-11-21T18:00:00.000Z', 'blog-main'),
  ] as const;
  for (const one of [first, second, other]) {
    await store.begin(one.compose_name, one.id);
    await store.complete(one);
  }
  expect(await store.list('shop-main')).toEqual([second, first]);
  expect(await store.list()).toEqual([second, other, first]);
});

test('only a half one is discarded', async () => {
  const store = snapshots(home);
  const half = await store.begin('shop-main', 'half');
  await store.begin('shop-main', 'whole');
  await store.complete(snapshot('whole', '2026-11-21T12:00:00.000Z'));
  await store.discardHalf('shop-main', 'half');
  await store.discardHalf('shop-main', 'whole');
  await expect(stat(half)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await store.list()).toHaveLength(1);
  await store.remove('shop-main', 'whole');
  expect(await store.list()).toEqual([]);
});

test('nobody else may look into it', async () => {
  const folder = await snapshots(home).begin('shop-main', 's1');
  expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
});
