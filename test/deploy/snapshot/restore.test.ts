import { expect, test } from 'vitest';
import { diskFull, halfRestored, withVolumes } from './workbench.ts';

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

test('what a killed restore left half filled is filled whole, or not touched: some of it would start everybody on the rest', async () => {
  const { restore, id, engine, words, states, undos } = await halfRestored();
  const mend = diskFull(engine);
  const some = await restore(id, ['shop-demo_web']);
  expect(some).toMatchObject({
    exit: 3,
    error: { code: 'half-restored', message: 'shop-demo_db is half restored too, and would stay so' },
  });
  expect(await states()).toEqual(['exited', 'exited']);
  expect((await undos()).map(({ undo }) => undo)).toContain('restore-snapshot');
  mend();
  expect(await restore(id)).toMatchObject({ exit: 0 });
  expect([await words(), await states(), await undos()]).toEqual(['old old', ['running', 'running'], []]);
});
