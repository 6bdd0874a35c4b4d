import { expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { HistoryPruned } from '../../src/contract/ledger.ts';
import { portside } from './memory-world.ts';

const seen: HistoryPruned = { records: 3, through: 3, since: '2026-08-01T00:00:00.000Z', done: false };

function pruning(asked: number[], found = seen): Partial<App> {
  const prune = async (keep: number, agree: (seen: HistoryPruned) => Promise<boolean>): Promise<HistoryPruned> => {
    asked.push(keep);
    return { ...found, done: found.records > 0 && (await agree(found)) };
  };
  return { ledger: async () => ({ prune }) as never };
}

test('asks on a terminal; elsewhere it wants --yes', async () => {
  const asked: number[] = [];
  const questions: string[] = [];
  const confirm = async (question: string) => questions.push(question) > 1;
  const on = { terminal: true, confirm };
  expect((await portside(['history', 'prune', '--keep', '90d'], pruning(asked), on)).stderr).not.toContain('gone');
  expect((await portside(['history', 'prune', '--keep', '90d'], pruning(asked), on)).stderr).toContain('3 records are gone');
  expect(asked).toEqual([7_776_000_000, 7_776_000_000]);
  expect(questions).toHaveLength(2);
  const nobody = await portside(['history', 'prune', '--keep', '90d'], pruning(asked));
  expect(nobody).toMatchObject({ exit: 2, stderr: expect.stringContaining('--yes') });
  expect(nobody.stderr).not.toContain('gone');
  expect(await portside(['history', 'prune', '--keep', '90d', '--json'], pruning(asked))).toMatchObject({ exit: 2 });
});

test('with --yes, with --dry-run, or with nothing to remove nobody is needed', async () => {
  expect((await portside(['history', 'prune', '--keep', '90d', '--yes'], pruning([]))).stderr).toContain('3 records are gone');
  const dry = await portside(['history', 'prune', '--keep', '90d', '--dry-run'], pruning([]));
  expect(dry).toMatchObject({ exit: 0, stderr: '3 records are older than 2026-08-01\n' });
  const none = await portside(['history', 'prune', '--keep', '90d'], pruning([], { ...seen, records: 0 }));
  expect(none).toMatchObject({ exit: 0, stderr: expect.stringContaining('no record is older') });
});

test.for([
  [5, 5, '5 records are taken in\n'],
  [1, 1, '1 record is taken in\n'],
  [6, 1, '6 records are in it: 1 is taken in, the others were here already\n'],
  [6, 0, '6 records are here already: nothing was taken in\n'],
] as const)('an import of %i records, %i of them new', async ([records, added, said]) => {
  const importFrom = async (file: string) => ({ file, records, added, last: records });
  const { stderr } = await portside(['history', 'import', 'a.ndjson'], { ledger: async () => ({ importFrom }) as never });
  expect(stderr.startsWith(said)).toBe(true);
});
