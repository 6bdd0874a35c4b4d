import { expect, test, vi } from 'vitest';
import { takeBack } from '../../../src/deploy/conclude/take-back.ts';
import { diskFull, replaced, underWay } from './workbench.ts';

test('what ran before runs again, though the journal cannot be written', async () => {
  const bench = await underWay({}, ({ journal, leases }) => ({
    journal: { ...journal, stepUndone: diskFull },
    leases: { ...leases, releaseExcept: diskFull },
  }));
  await replaced(bench);
  const { problems } = await takeBack(bench.deployment);
  expect(problems).toEqual([
    expect.stringContaining('it is done, but that could not be written down: the disk is full'),
    expect.stringContaining('it is done, but that could not be written down: the disk is full'),
    'give back the ports that it took: the disk is full',
  ]);
  expect(await bench.looked()).toEqual(['first web running']);
});

test('what ended with the engine is started again, though that cannot be written down before', async () => {
  const bench = await underWay({}, ({ journal }) => ({ journal: { ...journal, stepBegun: diskFull } }));
  await bench.engine.stopContainer(bench.old);
  const { problems } = await takeBack(bench.deployment);
  expect(problems).toEqual(['start the old web again: it is not in the journal: the disk is full']);
  expect(await bench.looked()).toEqual(['first web running']);
});

test('an old container starts again with the hooks of its own version', async () => {
  const bench = await underWay();
  await replaced(bench);
  const exec = vi.spyOn(bench.engine, 'exec');
  expect((await takeBack(bench.deployment)).oldVersion).toMatchObject({ verified: true });
  expect(exec.mock.calls.map(([id, command]) => [id, command])).toEqual([[bench.old, ['say-hello']]]);
});
