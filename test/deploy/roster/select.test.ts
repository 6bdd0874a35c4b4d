import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, expect, test } from 'vitest';
import type { InstanceView } from '../../../src/contract/instance.ts';
import { exitCode } from '../../../src/contract/user-error.ts';
import { ofFolder, selectInstance } from '../../../src/deploy/roster/select.ts';

/** A home with the projects shop (with a folder inside) and blog; shop is on branch `feature`. */
let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'portside-roster-')));
  await Promise.all(['shop/.git', 'shop/web', 'blog', 'empty'].map((folder) => mkdir(join(home, folder), { recursive: true })));
  await writeFile(join(home, 'shop/.git/HEAD'), 'ref: refs/heads/feature\n');
});
afterEach(() => rm(home, { recursive: true, force: true }));

function view(reference: string): InstanceView {
  const [project = '', instance = ''] = reference.split('/');
  return {
    ...{ project, instance, compose_name: `${project}-${instance}`, directory: join(home, project), state: 'running' },
    ...{ services: [], endpoints: [], named_ports: {}, updated_at: '2026-11-21T10:00:00.000Z' },
  };
}

async function chosen(all: string[], reference: string | undefined, folder: string): Promise<string> {
  const here = { currentDirectory: join(home, folder), environment: {} };
  const { project, instance } = await selectInstance(all.map(view), reference, here);
  return `${project}/${instance}`;
}

const all = ['shop/feature', 'shop/main', 'shop/demo', 'blog/main', 'blog/demo'];

test.each([
  ['blog/demo', 'shop', 'blog/demo'],
  ['shop-main', 'blog', 'shop/main'],
  ['main', 'blog', 'blog/main'],
  ['feature', 'blog', 'shop/feature'],
  ['main', 'shop/web', 'shop/main'],
])('%s, said in %s, is %s', async (reference, folder, expected) => {
  expect(await chosen(all, reference, folder)).toBe(expected);
});

test('a name that two projects have has to be said in full outside of both', async () => {
  await expect(chosen(all, 'demo', 'empty')).rejects.toMatchObject({
    ...{ code: 'which-instance', exit: exitCode.usage, message: 'several instances are called demo' },
    hint: 'name one of: shop/demo, blog/demo',
  });
});

test("nothing said means this branch's, from deep inside too", async () => {
  expect(await chosen(all, undefined, 'shop')).toBe('shop/feature');
  expect(await chosen(all, undefined, 'shop/web')).toBe('shop/feature');
});

test("else the project's only one, else the only one that there is", async () => {
  expect(await chosen(['shop/other', 'blog/main'], undefined, 'shop')).toBe('shop/other');
  expect(await chosen(['blog/demo'], undefined, 'empty')).toBe('blog/demo');
});

test('where it could be several, they are listed: those of this project', async () => {
  await expect(chosen(['shop/a', 'shop/b', 'blog/main'], undefined, 'shop')).rejects.toMatchObject({
    ...{ code: 'which-instance', hint: 'name one of: shop/a, shop/b' },
    message: "several instances run, and none is this branch's",
  });
});

test('where there is none, how to start one', async () => {
  await expect(chosen([], undefined, 'shop')).rejects.toMatchObject({ message: 'no instance runs', hint: 'start one with: portside up' });
});

test("a project's folder means its branch's instance", async () => {
  expect(await chosen(all, '../shop', 'blog')).toBe('shop/feature');
  expect(await chosen(all, join(home, 'shop'), 'empty')).toBe('shop/feature');
});

test('a misspelt name means nobody, inside a project too: `down typo` must not take it down', async () => {
  await expect(chosen(all, 'typo', 'shop')).rejects.toMatchObject({ exit: exitCode.usage, message: 'there is no instance typo' });
  await expect(chosen(all, 'web', 'shop')).rejects.toMatchObject({ message: 'there is no instance web' });
});

test('a project inside a project is meant before the outer one', async () => {
  const inner = { ...view('inner/main'), directory: join(home, 'shop/web') };
  const found = await ofFolder([...all.map(view), inner], join(home, 'shop/web'));
  expect(found.map((one) => one.project)).toEqual(['inner']);
});

test('a folder whose name merely begins the same is another one', async () => {
  expect(await ofFolder(all.map(view), join(home, 'shop2'))).toEqual([]);
});

test('what is down is meant only where nothing runs', async () => {
  const down: InstanceView = { ...view('shop/feature'), state: 'down' };
  const here = { currentDirectory: join(home, 'shop'), environment: {} };
  expect(await selectInstance([down, view('shop/other')], undefined, here)).toMatchObject({ instance: 'other' });
  expect(await selectInstance([down], undefined, here)).toMatchObject({ instance: 'feature' });
});
