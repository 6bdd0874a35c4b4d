import { expect, test } from 'vitest';
import { withVolumes } from './workbench.ts';

test('once a volume is filled, nothing in the journal would fill it again over newer data: not even while who used it is started', async () => {
  const { snapshot, restore, engine, write, words, undos, tools } = await withVolumes();
  const { id } = await snapshot();
  await write('new', 'db', 'web');
  const { startContainer } = engine;
  const atStart: string[] = [];
  engine.startContainer = async (container) => {
    if ((await words()) === 'old old') atStart.push(...(await undos()).map(({ undo }) => undo));
    return startContainer(container);
  };
  const { record } = await restore(id);
  expect(record.failure).toBeUndefined();
  expect(await words()).toBe('old old');
  expect(new Set(atStart)).toEqual(new Set(['release']));
  expect(await tools.journal.unfinished()).toEqual([]);
});
