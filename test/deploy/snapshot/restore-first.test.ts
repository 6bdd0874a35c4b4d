import { expect, test } from 'vitest';
import { restoreFirst } from '../../../src/deploy/snapshot/restore-first.ts';
import { snapshotFirst } from '../../../src/deploy/snapshot/snapshot-first.ts';
import { withVolumes } from './workbench.ts';

const cause = 'the test wants it';
const volumes = ['shop-demo_db', 'shop-demo_web'];

test('whoever stays stands still from the copy until the data is back; what becomes of the data is known before and after', async () => {
  const { snapshot, write, first, words, states, ids, tools, engine } = await withVolumes();
  const { id } = await snapshot();
  await write('new', 'db', 'web');
  await engine.stopContainer(ids.web);
  const held = [{ service: 'db', by: 'stop' as const, containers: [ids.db] }];
  const own = volumes.map((name) => ({ name }));
  await snapshotFirst({ do: 'snapshot', id: 's-now', volumes: own, held, holdsOn: true, cause }, await first());
  expect(await states()).toEqual(['exited', 'exited']);
  const became: unknown[] = [];
  await restoreFirst({ do: 'restore', id, volumes, held, cause }, await first(), async (data) => {
    became.push([data, await words(), (await states())[0]]);
  });
  expect(became).toEqual([
    ['half', 'new new', 'exited'],
    ['touched', 'old old', 'exited'],
  ]);
  expect(await states()).toEqual(['running', 'exited']);
  expect((await tools.snapshots.find('shop-demo', 's-now'))?.volumes.map(({ name }) => name)).toEqual(volumes);
});
