import { describe, expect, test } from 'vitest';
import type { InstanceView } from '../../src/contract/instance.ts';
import type { Ended, RollbackOptions } from '../../src/contract/options.ts';
import { UserError } from '../../src/contract/user-error.ts';
import { portside } from './memory-world.ts';
import { demo, failedRecord, main, record, twoInstances } from './samples.ts';

const back: Ended = { record: { ...record, action: 'rollback', revision: 5, brought_back: 2 }, exit: 0, changed: true, started: false };

/** Remembers what it was asked for. */
function asked() {
  const seen: [InstanceView, RollbackOptions][] = [];
  const app = {
    ...twoInstances,
    rollback: (instance: InstanceView, options: RollbackOptions) => Promise.resolve(back).finally(() => seen.push([instance, options])),
  };
  return { seen, app };
}

test('every flag reaches the app, and nothing that was not said', async () => {
  const { seen, app } = asked();
  await portside(['rollback'], app);
  const flags = ['--to', 'r3', '--restore', '--timeout', '2m', '--settle', '1s', '--wait', '5s', '--drain', '0s', '--record', 'r.json'];
  await portside(['rollback', 'demo', ...flags], app);
  expect(seen).toEqual([
    [main, {}],
    [demo, { to: 3, restore: true, timeoutMs: 120_000, settleMs: 1000, waitMs: 5000, drainMs: 0, recordFile: 'r.json' }],
  ]);
});

test.each([['0'], ['latest'], ['-1']])('--to %s is no revision', async (word) => {
  expect(await portside(['rollback', '--to', word], twoInstances)).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('It is the number of a revision: 3 or r3.'),
  });
});

describe('how it ends', () => {
  test('says what came back, under which number, and how the files come again', async () => {
    const { exit, stderr, stdout } = await portside(['rollback'], { ...twoInstances, rollback: () => Promise.resolve(back) });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringContaining('api        http://localhost:8001') });
    expect(stderr).toContain('✔ hello/demo is back to r2, as r5, and verified in 1.6 s');
    expect(stderr).toMatch(/portside up +brings what the files say now/);
  });

  test('stopped: nothing was touched, and why', async () => {
    const error = new UserError({ code: 'x', exit: 3, message: 'image of r2/web is gone (pruned)', hint: 'go back to another one' });
    const ended: Ended = { record: { ...failedRecord, action: 'rollback' }, exit: 3, changed: false, error };
    const { exit, stderr } = await portside(['rollback'], { ...twoInstances, rollback: () => Promise.resolve(ended) });
    expect(exit).toBe(3);
    expect(stderr).toContain('✘ image of r2/web is gone (pruned)\n  go back to another one');
    expect(stderr).toContain('Stopped before anything was touched: what runs is what ran.');
  });

  test('failed: undone, and no flag of up is offered', async () => {
    const ended: Ended = { record: { ...failedRecord, action: 'rollback' }, exit: 1, changed: true };
    const { exit, stderr } = await portside(['rollback'], { ...twoInstances, rollback: () => Promise.resolve(ended) });
    expect(exit).toBe(1);
    expect(stderr).not.toContain('--keep');
  });

  test('--json is the record', async () => {
    const { stdout } = await portside(['rollback', '--json'], { ...twoInstances, rollback: () => Promise.resolve(back) });
    expect(JSON.parse(stdout)).toEqual(back.record);
  });
});

test('--dry-run says what would come back, and touches nothing', async () => {
  const seen = {
    ...{ project: 'hello', instance: 'main', brings_back: 2, findings: [], ports: [], probes: [], replaced: [], stays: [], removed: [] },
    steps: [{ step: 'create web', cause: 'its definition or image changed' }],
  };
  const { exit, stdout } = await portside(['rollback', '--dry-run'], { ...twoInstances, previewRollback: () => Promise.resolve(seen) });
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: expect.stringContaining('hello/main would go back to r2 like this; nothing was done'),
  });
});

test('--restore asks on a terminal, for data would be lost', async () => {
  const { seen, app } = asked();
  const questions: string[] = [];
  const confirm = (question: string) => Promise.resolve(questions.push(question) > 1);
  const options = { terminal: true, confirm };
  await portside(['rollback', '--restore'], app, options);
  expect({ questions, done: seen.length }).toEqual({
    questions: ['Put the volumes of hello/main back too? What was written since the snapshot is lost.'],
    done: 0,
  });
  await portside(['rollback', '--restore', '--yes'], app, { terminal: true });
  expect(seen).toHaveLength(1);
});
