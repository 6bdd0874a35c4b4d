import { expect, test } from 'vitest';
import { halfRestored } from './workbench.ts';

test('what finishes a killed restore fills once, and never again though it is killed while it starts everybody', async () => {
  const { engine, recover, undos, words, ids, states } = await halfRestored();
  const { startContainer } = engine;
  const atStart: string[][] = [];
  engine.startContainer = async (container) => {
    if (Object.values(ids).includes(container)) atStart.push((await undos()).map(({ undo }) => undo));
    return startContainer(container);
  };
  expect(await recover()).toEqual([]);
  expect(atStart.flat()).not.toContain('restore-snapshot');
  expect(await words()).toBe('old old');
  expect(await states()).toEqual(['running', 'running']);
});
