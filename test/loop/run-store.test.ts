import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newRun } from '../../src/loop/run.ts';
import { runStore } from '../../src/loop/run-store.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'portside-run-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = newRun({
  ...{ id: '0f9a3b1c-0000-4000-8000-000000000000', directory: '/srv/shop', agent: 'rules', until: 'verified', criteria: [], startedAt: 1 },
  base: 'a'.repeat(40),
});

test('what was saved is read by the next process, and nobody else of the machine reads it', async () => {
  const store = runStore(home, '/srv/shop');
  expect(await store.read()).toBeUndefined();
  await store.save(run);
  expect(await runStore(home, '/srv/shop').read()).toEqual(run);
  expect(statSync(join(store.folder, 'run.json')).mode & 0o777).toBe(0o600);
  expect(statSync(store.folder).mode & 0o777).toBe(0o700);
});

test('projects of one name in two places have two runs', () => {
  expect(runStore(home, '/srv/shop').folder).not.toBe(runStore(home, '/home/shop').folder);
});

test.each([
  ['cut off', '{"version":1,"id":"0f'],
  ['empty', ''],
  ['of another version', JSON.stringify({ ...run, version: 2 })],
  ['no object', '[]'],
  ['of the right version, and nothing else', '{"version":1}'],
])('one that is %s is named, with what to do', async (_, text) => {
  const store = runStore(home, '/srv/shop');
  mkdirSync(store.folder, { recursive: true });
  writeFileSync(join(store.folder, 'run.json'), text);
  await expect(store.read()).rejects.toMatchObject({
    code: 'run-unreadable',
    exit: 2,
    message: expect.stringContaining('run.json is no run that this Portside can go on with'),
    hint: 'begin anew: portside improve --restart',
  });
});

test('removed, nothing of it is left, whatever an agent did to its folder', async () => {
  const store = runStore(home, '/srv/shop');
  await store.save(run);
  mkdirSync(join(store.folder, 'worktree', 'shop'), { recursive: true, mode: 0o500 });
  await store.remove();
  await store.remove();
  expect(existsSync(store.folder)).toBe(false);
  expect(readdirSync(join(home, 'improve'))).toEqual([]);
});
