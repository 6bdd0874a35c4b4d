import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect } from 'vitest';
import { containersOf, docker } from '../support/outside.ts';
import { test as withWorkplace } from '../support/workplace.ts';
import { type Versions, makeVersions } from './versions.ts';

const test = withWorkplace.extend<{ versions: Versions }>({
  versions: async ({ at }, use) => use(await makeVersions(at)),
});

test('goes back one version, and one more; each is a revision that runs and answers', async ({ at, versions }) => {
  for (const version of [1, 2, 3]) expect(await versions.up(version)).toMatchObject({ revision: version });
  const { cache } = await containersOf(`${versions.project.name}-demo`);

  const first = await versions.rollback();
  expect(first.exit, first.stderr).toBe(0);
  expect(first.record).toMatchObject({ action: 'rollback', revision: 4, brought_back: 2, replaced: [{ service: 'web' }] });
  expect(first.record.metrics.stages).not.toHaveProperty('build');
  expect(await versions.answer()).toBe('version 2');
  expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running', revision: 4 }]);

  const second = await versions.rollback();
  expect(second.record).toMatchObject({ revision: 5, brought_back: 1 });
  expect(await versions.answer()).toBe('version 1');

  const third = await versions.rollback();
  expect(third).toMatchObject({ exit: 3, record: { error: expect.stringContaining('there is no revision to go back to') } });
  expect(third.stderr).toContain('r3 of');
  expect(await versions.answer()).toBe('version 1');

  // What did not change was never touched, and the next up brings the files again.
  expect((await containersOf(`${versions.project.name}-demo`))['cache']).toBe(cache);
  expect(await versions.up(3)).toMatchObject({ revision: 6 });
  expect(await versions.answer()).toBe('version 3');
});

test('goes to the version that is asked for, whatever became of the files', async ({ versions }) => {
  for (const version of [1, 2, 3]) await versions.up(version);
  await versions.project.write('compose.yaml', 'services: [broken');
  const toFirst = await versions.rollback('--to', '1');
  expect(toFirst.exit, toFirst.stderr).toBe(0);
  expect(await versions.answer()).toBe('version 1');

  await rm(versions.project.directory, { recursive: true });
  const toThird = await versions.rollback('--to', 'r3');
  expect(toThird.exit, toThird.stderr).toBe(0);
  expect(toThird.record).toMatchObject({ revision: 5, brought_back: 3 });
  expect(await versions.answer()).toBe('version 3');
});

test('an image that was pruned is said before anything is touched', async ({ versions }) => {
  await versions.up(1);
  const image = await versions.imageOf();
  await versions.up(2);
  const before = await containersOf(`${versions.project.name}-demo`);
  await docker(['rmi', '--force', image]);

  const { exit, record } = await versions.rollback();

  expect({ exit, error: record.error }).toEqual({ exit: 3, error: 'image of r1/web is gone (pruned)' });
  expect(await containersOf(`${versions.project.name}-demo`)).toEqual(before);
  expect(await versions.answer()).toBe('version 2');
});

test('what runs already is refused: it would go in circles', async ({ at, versions }) => {
  await versions.up(1);
  await versions.up(2);
  const before = await versions.web();
  const { exit, record } = await versions.rollback('--to', '2');
  expect({ exit, error: record.error }).toEqual({ exit: 3, error: 'r2 is what runs: going back to it would change nothing' });
  expect(await versions.web()).toBe(before);
  const again = await versions.up(2);
  expect(again).toMatchObject({ revision: 2, metrics: { changed: false } });
  expect(await at.ps()).toMatchObject([{ revision: 2 }]);
});

test('a port that somebody else has now stops it, and says which', async ({ at, versions }) => {
  // Outside of what is leased from by default: there it would be kept.
  const port = 21_000 + Math.floor(Math.random() * 4000);
  await versions.project.edit('["8080"]', `["${port}:8080"]`);
  await versions.up(1);
  await versions.project.edit(`["${port}:8080"]`, '["8080"]');
  const moved = await at.up(versions.project.directory, '--name', 'demo', '--settle', '100ms');
  expect(moved.exit, moved.stderr).toBe(0);
  const before = await versions.web();
  const squatter = createServer().listen(port, '0.0.0.0');
  await once(squatter, 'listening');
  try {
    const { exit, record } = await versions.rollback();
    expect(exit).toBe(3);
    expect(record.error).toContain(`port ${port}, which revision r1 demands for web, is taken by`);
    expect(await versions.web()).toBe(before);
  } finally {
    squatter.close();
  }
});

test('--dry-run says what would come back and touches nothing', async ({ at, versions }) => {
  await versions.up(1);
  await versions.up(2);
  const before = await versions.web();
  const { exit, stdout } = await at.portside('rollback', 'demo', '--dry-run', '--json');
  expect({ exit, seen: JSON.parse(stdout) as unknown }).toMatchObject({
    exit: 0,
    seen: { brings_back: 1, replaced: [{ service: 'web' }] },
  });
  expect(await versions.web()).toBe(before);
});

test('a version that does not run any more is undone: the one before it goes on', async ({ at, versions }) => {
  // Each start counts in the volume that all versions share; version 1 only ever starts on an empty one.
  await versions.project.edit(
    'init: true\n    ports',
    `init: true\n    volumes: ["data:/data"]\n    command: sh -c 'test ! -e /data/migrated || exit 9; httpd -f -p 8080 -h /www'\n    ports`,
  );
  await versions.project.write('compose.yaml', `${await read(versions)}volumes:\n  data:\n`);
  await versions.up(1);
  await versions.project.edit('test ! -e /data/migrated || exit 9;', 'touch /data/migrated;');
  await versions.up(2);
  const before = await versions.web();
  const { exit, record } = await versions.rollback('--timeout', '10s');
  expect(exit).toBe(1);
  expect(record.failure).toMatchObject({ service: 'web', undo_problems: [], old_version: { verified: true } });
  expect(await versions.web()).toBe(before);
  expect(await versions.answer()).toBe('version 2');
  expect(await at.ps()).toMatchObject([{ state: 'running', revision: 2 }]);
});

async function read({ project }: Versions): Promise<string> {
  return readFile(`${project.directory}/compose.yaml`, 'utf8');
}
