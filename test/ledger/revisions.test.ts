import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Image } from '../../src/deploy/model/image.ts';
import { type Revision, revisionTag } from '../../src/deploy/model/revision.ts';
import type { Stack } from '../../src/deploy/model/stack.ts';
import { type Revisions, revisions } from '../../src/ledger/revisions.ts';
import { machine } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

let here: Machine;
let kept: Revisions;
beforeEach(async () => {
  here = await machine();
  kept = revisions(here.database, here.home);
});
afterEach(() => here.close());

test('what is kept can be had again, and pins its images', async () => {
  await kept.put('hello-a', revision(1));
  await kept.put('hello-a', revision(2, { from: 1 }));
  expect(await kept.get('hello-a', 2)).toEqual(revision(2, { from: 1 }));
  expect(await kept.list('hello-a')).toEqual([
    { ...row(2), from: 1, images: { web: { id: 'sha256:2', tag: 'portside/hello:r2-a.web' } } },
    { ...row(1), images: { web: { id: 'sha256:1', tag: 'portside/hello:r1-a.web' } } },
  ]);
});

test('its real values are for their owner only, and in no row', async () => {
  await kept.put('hello-a', revision(1));
  const file = join(here.home, 'instances/hello-a/revisions/1.json');
  expect(await readFile(file, 'utf8')).toContain('hunter2');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(await kept.list('hello-a'))).not.toContain('hunter2');
});

test('twice the same is once', async () => {
  await kept.put('hello-a', revision(1));
  await kept.put('hello-a', revision(1));
  expect(await kept.list('hello-a')).toHaveLength(1);
});

test('a number is never given again, even when the newest is removed', async () => {
  expect(await kept.next('hello-a')).toBe(1);
  await kept.put('hello-a', revision(1));
  await kept.put('hello-a', revision(2));
  await kept.remove('hello-a', [2, 7]);
  expect(await kept.next('hello-a')).toBe(3);
  expect(await kept.get('hello-a', 2)).toBeUndefined();
  expect((await kept.list('hello-a')).map(({ number }) => number)).toEqual([1]);
  expect(await readdir(join(here.home, 'instances/hello-a/revisions'))).toEqual(['1.json']);
});

test('who is forgotten begins anew; others keep theirs', async () => {
  await kept.put('hello-a', revision(1));
  await kept.put('hello-b', revision(1));
  await kept.forget('hello-a');
  expect(await kept.next('hello-a')).toBe(1);
  expect(await kept.list('hello-a')).toEqual([]);
  expect(await readdir(join(here.home, 'instances/hello-a'))).toEqual([]);
  expect(await kept.get('hello-b', 1)).toEqual(revision(1));
});

test('a revision whose file was lost is none', async () => {
  expect(await kept.get('hello-a', 1)).toBeUndefined();
  await kept.put('hello-a', revision(1));
  await revisions(here.database, join(here.home, 'elsewhere')).remove('hello-a', []);
  expect(await revisions(here.database, join(here.home, 'elsewhere')).get('hello-a', 1)).toBeUndefined();
});

test.each([
  [{ project: 'hello', instance: 'a' }, 'web', 'portside/hello:r3-a.web'],
  [{ project: 'hello', instance: 'a-b' }, 'c', 'portside/hello:r3-a-b.c'],
  [{ project: 'my__app-', instance: 'a' }, 'web', /^portside\/my-app-[0-9a-f]{6}:r3-a\.web$/],
  [{ project: 'hello', instance: 'a'.repeat(63) }, 'b'.repeat(80), /^portside\/hello:[\w][\w.-]{0,127}$/],
])('%o’s tag is one that engines take', (identity, service, tag) => {
  expect(revisionTag(identity, 3, service)).toMatch(tag);
});

function row(number: number) {
  return { number, executionUuid: `e${number}`, contentHash: `hash-${number}`, createdAt: 1_000_000 + number };
}

function revision(number: number, changes: Partial<Revision> = {}): Revision {
  const identity = { project: 'hello', instance: 'a', composeName: 'hello-a', directory: '/srv/hello' };
  const stack = { identity, environment: { TOKEN: 'hunter2' } } as unknown as Stack;
  const web = { id: `sha256:${number}`, reference: 'hello-web' } as Image;
  return { ...row(number), stack, images: { web }, ...changes };
}
