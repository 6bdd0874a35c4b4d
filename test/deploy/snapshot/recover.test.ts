import { describe, expect, test } from 'vitest';
import { UserError, exitCode } from '../../../src/contract/user-error.ts';
import { composeName, diskFull, halfRestored, withVolumes } from './workbench.ts';

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

test('a snapshot that is gone does not make half of the data whole: nobody is started on it, and the journal stays', async () => {
  const { recover, tools, id, states, undos } = await halfRestored();
  await tools.snapshots.remove(composeName, id);
  expect(await recover()).toContainEqual(expect.stringContaining(`snapshot ${id} is not there any more`));
  expect(await states()).toEqual(['exited', 'exited']);
  expect((await undos()).map(({ undo }) => undo)).toContain('restore-snapshot');
});

describe('a killed up that had copied the volumes first', () => {
  /** `db` and `web` ran when they were copied; what they wrote since says `new`. Those that are named were stopped by the `up`. */
  async function killedUp(data: 'untouched' | 'touched', ...stopped: ('db' | 'web')[]) {
    const bench = await withVolumes();
    const { id } = await bench.snapshot();
    await bench.write('new', 'db', 'web');
    const { tools, ids, engine } = bench;
    const execution = 'killed';
    await tools.journal.begin({ uuid: execution, action: 'up', composeName });
    const held = (['web', 'db'] as const).map((service) => ({ service, by: 'stop' as const, containers: [ids[service]] }));
    const volumes = ['shop-demo_db', 'shop-demo_web'];
    await tools.journal.stepBegun(execution, 0, 'copy', { undo: 'restore-snapshot', composeName, execution, id, volumes, held, data });
    for (const [place, service] of stopped.entries()) {
      await tools.journal.stepBegun(execution, place + 1, 'stop', { undo: 'start-again', service, containers: [ids[service]] });
      await engine.stopContainer(ids[service]);
    }
    return { ...bench, id };
  }

  test('and died before anything new got at them: nothing is put back over what was written since', async () => {
    const { recover, words, states, undos } = await killedUp('untouched', 'db', 'web');
    expect(await recover()).toEqual([]);
    expect([await words(), await states(), await undos()]).toEqual(['new new', ['running', 'running'], []]);
  });

  test('with everybody stopped: they are put back before anybody starts', async () => {
    const { recover, words, states } = await killedUp('touched', 'db', 'web');
    expect(await recover()).toEqual([]);
    expect([await words(), await states()]).toEqual(['old old', ['running', 'running']]);
  });

  test('while one of them went on: they stay, and how they are brought back is told', async () => {
    const { recover, words, states, undos, id } = await killedUp('touched', 'web');
    expect(await recover()).toEqual([expect.stringMatching(`^note: .*portside restore shop/demo ${id} brings back what lay in it before`)]);
    expect([await words(), await states(), await undos()]).toEqual(['new new', ['running', 'running'], []]);
  });

  test('and was killed again while they were put back: that is finished, whoever runs on half of it', async () => {
    const { recover, words, engine, ids, states } = await killedUp('touched', 'db', 'web');
    const mend = diskFull(engine);
    expect(await recover()).toContainEqual(expect.stringContaining('the disk is full'));
    mend();
    await engine.startContainer(ids.db);
    expect(await recover()).toEqual([]);
    expect([await words(), await states()]).toEqual(['old old', ['running', 'running']]);
  });

  test('and a journal that cannot be written: they are put back all the same, and everybody runs', async () => {
    const { recover, tools, words, states } = await killedUp('touched', 'db', 'web');
    const refusal = new UserError({ code: 'busy', exit: exitCode.failed, message: 'the database is locked', hint: 'try again' });
    tools.journal = { ...tools.journal, stepBegun: () => Promise.reject(refusal) };
    expect(await recover()).toEqual([]);
    expect([await words(), await states()]).toEqual(['old old', ['running', 'running']]);
  });

  test('and whose snapshot is gone: that is told, and what ran before goes on', async () => {
    const { recover, tools, id, words, states } = await killedUp('touched', 'db', 'web');
    await tools.snapshots.remove(composeName, id);
    expect(await recover()).toContainEqual(expect.stringContaining('is not there any more: what was written stays'));
    expect([await words(), await states()]).toEqual(['new new', ['running', 'running']]);
  });

  test('and whom somebody started again by hand since: they stay', async () => {
    const { recover, words, engine, ids } = await killedUp('touched', 'db', 'web');
    await engine.startContainer(ids.db);
    expect(await recover()).toEqual([expect.stringMatching(/^note: .*stays as it is/)]);
    expect(await words()).toBe('new new');
  });

  test('down leaves them as they are too', async () => {
    const { down, words } = await killedUp('touched', 'web');
    expect(await down()).toMatchObject({ exit: 0 });
    expect(await words()).toBe('new new');
  });
});
