import { expect } from 'vitest';
import type { PruneReport } from '../../../src/contract/prune.ts';
import { test as withWorkplace } from '../support/workplace.ts';
import { type Versions, makeVersions } from './versions.ts';

const test = withWorkplace.extend<{ versions: Versions }>({
  versions: async ({ at }, use) => use(await makeVersions(at)),
});

test('keeps the newest five revisions, and what runs goes on', async ({ at, versions }) => {
  for (const version of [1, 2, 3, 4, 5, 6]) await versions.up(version);
  const before = await versions.web();
  expect(await versions.tags()).toHaveLength(12);

  const asked = await at.portside('prune', '--dry-run', '--json');
  expect(JSON.parse(asked.stdout)).toMatchObject({ done: false });
  expect(await versions.tags()).toHaveLength(12);

  const { exit, stdout, stderr } = await at.portside('prune', '--json');
  expect(exit, stderr).toBe(0);
  const report = JSON.parse(stdout) as PruneReport;
  const { name } = versions.project;
  expect(report).toMatchObject({ done: true, problems: [] });
  expect(report.items.filter(({ kind }) => kind === 'revision').map((item) => item.name)).toEqual([`${name}/demo r1`]);
  expect(report.bytes).toBeGreaterThan(0);
  expect(await versions.tags()).toEqual([2, 3, 4, 5, 6].flatMap((number) => [`r${number}-demo.cache`, `r${number}-demo.web`]));
  expect(await versions.web()).toBe(before);

  expect(await versions.rollback('--to', '1')).toMatchObject({ exit: 3, record: { error: 'there is no revision r1' } });
  const kept = await versions.rollback('--to', '2');
  expect(kept.exit, kept.stderr).toBe(0);
  expect(await versions.answer()).toBe('version 2');

  const again = JSON.parse((await at.portside('prune', '--json', '--keep', '9')).stdout) as PruneReport;
  expect(again.items).toEqual([]);
});

test('two instances of a project have revisions of their own', async ({ at, versions }) => {
  await versions.up(1, 'demo');
  await versions.up(1, 'other');
  await versions.up(2, 'demo');
  await versions.up(2, 'other');
  const other = await versions.web('other');
  const { exit, stderr } = await versions.rollback();
  expect(exit, stderr).toBe(0);
  expect(await versions.answer('demo')).toBe('version 1');
  expect(await versions.answer('other')).toBe('version 2');

  await at.portside('prune', 'demo', '--keep', '1', '--json');
  expect((await versions.tags()).filter((tag) => tag.includes('.web'))).toEqual(['r1-other.web', 'r2-other.web', 'r3-demo.web']);
  expect(await versions.web('other')).toBe(other);

  expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
  expect((await versions.tags()).filter((tag) => tag.includes('demo'))).toEqual([]);
  expect(await versions.web('other')).toBe(other);
});
