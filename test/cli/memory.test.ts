import { expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { MemoryEntry, MemoryUpkeep } from '../../src/contract/memory.ts';
import { portside } from './memory-world.ts';

const entry: MemoryEntry = {
  signature: 'url-means-localhost/3fa2c01b9d44',
  failure: 'api calls redis at localhost',
  fix: 'write redis:6379, because REDIS_URL of api says localhost',
  patch:
    '--- a/compose.yaml\n+++ b/compose.yaml\n@@ -4 +4 @@\n-      REDIS_URL: redis://localhost:6379\n+      REDIS_URL: redis://redis:6379\n',
  worked: 3,
  failed: 1,
  project: '/home/ada/shop',
  first_at: '2026-11-20T08:00:00.000Z',
  last_at: '2026-11-21T08:00:00.000Z',
};

function remembering(entries: MemoryEntry[], changes: Partial<MemoryUpkeep> = {}): Partial<App> {
  const refuse = () => Promise.reject(new Error('not expected here'));
  return { memory: () => Promise.resolve({ list: () => Promise.resolve(entries), forget: refuse, exportTo: refuse, ...changes }) };
}

test('shows what mended which failure, and how to forget it', async () => {
  const { exit, stdout, stderr } = await portside(['memory'], remembering([entry]));
  expect(exit).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "SIGNATURE                         PROJECT  WORKED  FAILED  WHAT WAS DONE
    url-means-localhost/3fa2c01b9d44  shop     3       1       write redis:6379, because REDIS_URL of a…
    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "
    portside memory forget url-means-localhost/3fa2c01b9d44  forgets the first
    "
  `);
});

test('--verbose shows the failure and the patch', async () => {
  const { stdout } = await portside(['memory', 'list', '--verbose'], remembering([entry]));
  expect(stdout).toContain('  api calls redis at localhost\n  /home/ada/shop\n  --- a/compose.yaml\n');
  expect(stdout).toContain('  +      REDIS_URL: redis://redis:6379\n');
});

test('an empty memory says what fills it', async () => {
  const { exit, stdout, stderr } = await portside(['memory', 'list'], remembering([]));
  expect({ exit, stdout, stderr }).toEqual({
    exit: 0,
    stdout: '',
    stderr: 'nothing is remembered yet: portside improve remembers what mends a failure\n',
  });
});

test('--json is the list itself', async () => {
  const { stdout } = await portside(['memory', 'list', '--json'], remembering([entry]));
  expect(JSON.parse(stdout)).toEqual([entry]);
});

test('forgets by the beginning of a signature', async () => {
  const asked: string[] = [];
  const forget = (beginning: string) => {
    asked.push(beginning);
    return Promise.resolve({ signature: entry.signature, entries: 2 });
  };
  const { stderr } = await portside(['memory', 'forget', 'url-means'], remembering([], { forget }));
  expect(asked).toEqual(['url-means']);
  expect(stderr).toBe(
    'url-means-localhost/3fa2c01b9d44 is forgotten, with the 2 things that were tried\n\nportside memory list shows what is left\n',
  );
});

test('goes out as lines of JSON, on standard output or into a file', async () => {
  const plain = await portside(['memory', 'export'], remembering([entry, entry]));
  expect(
    plain.stdout
      .trimEnd()
      .split('\n')
      .map((text): unknown => JSON.parse(text)),
  ).toEqual([entry, entry]);
  const exportTo = (file: string) => Promise.resolve({ file, entries: 1 });
  const { stderr } = await portside(['memory', 'export', 'memory.ndjson'], remembering([entry], { exportTo }));
  expect(stderr).toBe('1 of what is remembered is in memory.ndjson\n\nportside memory list shows it\n');
});
