import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { contextKey } from '../../../src/deploy/build/context-key.ts';
import { standingMark } from '../../../src/deploy/model/standing-mark.ts';
import { emptyFolder } from './workbench.ts';

async function project(): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch');
  await writeFile(join(folder, 'app.js'), 'one');
  return folder;
}

const keyOf = (context: string, options: object = {}) => contextKey({ build: { context, dockerfile: 'Dockerfile', ...options } });

test('the same files have the same key, however often it is asked, and it can be part of a tag', async () => {
  const folder = await project();
  expect(await keyOf(folder)).toMatch(/^[0-9a-f]{12}$/);
  expect(await keyOf(folder)).toBe(await keyOf(folder));
});

test('an edit that keeps size and modification time shows', async () => {
  const folder = await project();
  const file = join(folder, 'app.js');
  await utimes(file, 1000, 1000);
  const before = await keyOf(folder);
  await writeFile(file, 'two');
  await utimes(file, 1000, 1000);
  expect(await keyOf(folder)).not.toBe(before);
});

test('so does a new file, deep down', async () => {
  const folder = await project();
  const before = await keyOf(folder);
  await mkdir(join(folder, 'lib/deep'), { recursive: true });
  await writeFile(join(folder, 'lib/deep/new.js'), '');
  expect(await keyOf(folder)).not.toBe(before);
});

test('a commit alone does not', async () => {
  const folder = await project();
  const before = await keyOf(folder);
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git/index'), 'changed');
  expect(await keyOf(folder)).toBe(before);
});

test('what .dockerignore leaves out does not, unless a line takes it back in', async () => {
  const folder = await project();
  const write = async (file: string, text: string) => {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  await write('.dockerignore', '**/node_modules\n*.log\n');
  const before = await keyOf(folder);
  await write('node_modules/left-pad/index.js', 'changed');
  await write('lib/node_modules/left-pad.js', 'changed');
  await write('debug.log', 'changed');
  expect(await keyOf(folder)).toBe(before);
  await write('.dockerignore', '**/node_modules\n*.log\n!debug.log\n');
  const again = await keyOf(folder);
  await write('debug.log', 'changed again');
  expect(await keyOf(folder)).not.toBe(again);
});

test.each(['compose.standing.yaml', 'deploy/compose.yaml', 'a/b/c.yml'])(
  'what `portside graduate` wrote as %s does not: it would be another version at once',
  async (name) => {
    const folder = await project();
    const before = await keyOf(folder);
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${standingMark}\nservices: {}\n`);
    expect(await keyOf(folder)).toBe(before);
    await writeFile(file, 'services: {}\n');
    expect(await keyOf(folder)).not.toBe(before);
  },
);

test('a Dockerfile’s own ignore file counts before the context’s', async () => {
  const folder = await project();
  await writeFile(join(folder, '.dockerignore'), 'app.js');
  await writeFile(join(folder, 'Dockerfile.dockerignore'), 'other.js');
  const before = await keyOf(folder);
  await writeFile(join(folder, 'app.js'), 'changed');
  expect(await keyOf(folder)).not.toBe(before);
});

test('a Dockerfile outside the context counts', async () => {
  const [context, elsewhere] = [await project(), await project()];
  const dockerfile = join(elsewhere, 'Dockerfile');
  const before = await keyOf(context, { dockerfile });
  await writeFile(dockerfile, 'FROM busybox');
  expect(await keyOf(context, { dockerfile })).not.toBe(before);
});

test('a context, or a Dockerfile, that is a link is what it leads to', async () => {
  const [folder, elsewhere] = [await project(), await emptyFolder()];
  const [context, dockerfile] = [join(elsewhere, 'context'), join(elsewhere, 'Dockerfile')];
  await symlink(folder, context);
  await symlink(join(folder, 'Dockerfile'), dockerfile);
  const looked = [await keyOf(context), await keyOf(elsewhere, { dockerfile })];
  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox');
  expect(await keyOf(context)).not.toBe(looked[0]);
  expect(await keyOf(elsewhere, { dockerfile })).not.toBe(looked[1]);
});

test('build arguments, target and platform count', async () => {
  const folder = await project();
  const build = { context: folder, dockerfile: 'Dockerfile' };
  const keys = [
    await contextKey({ build }),
    await contextKey({ build: { ...build, args: { MODE: 'fast' } } }),
    await contextKey({ build: { ...build, target: 'dev' } }),
    await contextKey({ build, platform: 'linux/arm64' }),
  ];
  expect(new Set(keys).size).toBe(4);
});

test.each([
  ['a remote context', { context: 'https://example.org/repo.git' }],
  ['a remote context by ssh', { context: 'git@example.org:repo.git' }],
  ['further contexts', { additional_contexts: { base: '../base' } }],
  ['no cache wanted', { no_cache: true }],
  ['a fresh base image wanted', { pull: true }],
  ['a Dockerfile that is not there', { dockerfile: 'Nowhere' }],
])('%s: it cannot be told', async (_what, options) => {
  expect(await keyOf(await project(), options)).toBeUndefined();
});

test('a service without a build has none', async () => {
  expect(await contextKey({ image: 'redis:7' })).toBeUndefined();
});
