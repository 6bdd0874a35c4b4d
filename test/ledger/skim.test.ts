import { expect, test } from 'vitest';
import type { ExecutionRecord } from '../../src/contract/record.ts';
import { skim } from '../../src/ledger/skim.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

const all = (choice: Parameters<typeof skim>[1] = {}) => here.database.read((sql) => [...skim(sql, choice)]);
const stages = { resolve: 0.25, build: 1.5 };

async function add(
  uuid: string,
  changes: Partial<ExecutionRecord> & { restarts?: number; project?: string; success?: boolean },
): Promise<void> {
  const { restarts = 0, project = 'hello', success = true, ...rest } = changes;
  const { deployment, metrics } = recordOf(uuid);
  const containers = [1, 2].map((id) => ({ id: `${id}`, name: 'a', image_id: 'b', state: 'running', restarts }));
  await ledger.append(
    recordOf(uuid, {
      deployment: { ...deployment, project, services: [{ service: 'web', containers }] },
      metrics: { ...metrics, success, stages },
      ...rest,
    }),
    about,
  );
}

test('what figures need, whether a body is read in part or in whole', async () => {
  const tricky = { rule: '"stages":{"no":1}', severity: 'note' as const, message: '"replaced":[{ "restarts":9 \\"stages":{' };
  const replaced = [{ service: 'web', strategy: 'recreate' as const, old: ['1'], cause: 'its image changed' }];
  await add('e1', { content_hash: 'a', checks: [tricky] });
  await add('e2', { replaced });
  await add('e3', { restarts: 3, replaced });
  const [first, second, third] = await all();
  expect(first).toEqual({
    ...{ project: 'hello', action: 'up', success: true, counts: true, timestamp: '2026-11-21T04:00:00.000Z', contentHash: 'a' },
    ...{ duration: 1.6, stages, replaces: false, restarts: {} },
  });
  expect(second).toMatchObject({ replaces: true, stages });
  expect(third).toMatchObject({ replaces: true, stages, restarts: { web: 6 }, duration: 1.6 });
});

test('why it failed: by the diagnosis, whose fault it is', async () => {
  const failure = { stage: 'verify', service: 'web', logs: [], undo_problems: [] };
  const diagnosis = { cause: 'crashed', summary: '', service: 'db', evidence: [], suggestion: '', repairable: false, also: [] } as const;
  await add('e1', { success: false, error: 'web: ended', failure });
  await add('e2', { success: false, error: 'web: ended', failure, diagnosis: { ...diagnosis, evidence: [], also: [] } });
  await add('e3', { success: false, error: 'interrupted' });
  expect((await all()).map((record) => record.failure)).toEqual([
    { interrupted: false, stage: 'verify', service: 'web' },
    { interrupted: false, stage: 'verify', service: 'db', cause: 'crashed' },
    { interrupted: true },
  ]);
});

test('the oldest first, of all or of some, however many pages', async () => {
  for (let number = 0; number < 12; number++)
    await add(`e${number}`, { project: number % 3 ? 'hello' : 'shop', content_hash: `${number}` });
  const hashes = async (choice: Parameters<typeof skim>[1]) => (await all(choice)).map(({ contentHash }) => contentHash);
  expect(await hashes({})).toHaveLength(12);
  expect(await hashes({ projects: ['shop'] })).toEqual(['0', '3', '6', '9']);
  expect(await hashes({ projects: ['shop', 'hello'] })).toEqual(await hashes({}));
  expect(await hashes({ projects: ['shop'], instance: 'other' })).toEqual([]);
  expect(await hashes({ projects: [] })).toEqual([]);
});
