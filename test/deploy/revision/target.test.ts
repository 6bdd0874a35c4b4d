import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/contract/user-error.ts';
import { type Choice, chooseTarget } from '../../../src/deploy/revision/target.ts';
import { rowsOf } from './versions.ts';

describe('where a rollback goes', () => {
  test('to the newest revision before the one that runs', () => {
    expect(chooseTarget({ rows: rowsOf(3, 2, 1), running: 3 }).number).toBe(2);
    expect(chooseTarget({ rows: rowsOf(9, 5), running: 9 }).number).toBe(5);
  });

  test('to the one that was asked for, older or newer', () => {
    expect(chooseTarget({ rows: rowsOf(3, 2, 1), running: 3, to: 1 }).number).toBe(1);
    expect(chooseTarget({ rows: rowsOf(3, 2, 1), running: 1, to: 3 }).number).toBe(3);
  });

  test('a rollback of a rollback goes further back, never to and fro', () => {
    expect(chooseTarget({ rows: rowsOf([4, 2], 3, 2, 1), running: 4 }).number).toBe(1);
    expect(chooseTarget({ rows: rowsOf([6, 4], 5, [4, 2], 3, 2, 1), running: 6 }).number).toBe(1);
  });

  test('after a new version, to what ran before it, though a rollback had brought that', () => {
    expect(chooseTarget({ rows: rowsOf(5, [4, 2], 3, 2, 1), running: 5 }).number).toBe(4);
  });

  test('what was brought back may be pruned by now', () => {
    expect(chooseTarget({ rows: rowsOf([4, 2], 3, 1), running: 4 }).number).toBe(1);
  });

  test('of an instance that is down, with one that ran before', () => {
    expect(chooseTarget({ rows: rowsOf(2, 1), running: undefined }).number).toBe(2);
  });
});

describe('where it cannot go it stops, and says what there is', () => {
  test.each<[string, Choice, string, string]>([
    [
      'only one',
      { rows: rowsOf(1), running: 1 },
      'there is no revision to go back to: nothing before r1 is kept',
      'there are: r1 of 2026-11-20T12:01Z (runs); such as: portside rollback --to 1',
    ],
    [
      'at the very beginning, by a rollback',
      { rows: rowsOf([3, 1], 2, 1), running: 3 },
      'there is no revision to go back to: nothing before r1, which runs as r3, is kept',
      'there are: r3 of 2026-11-20T12:03Z (runs, r1 brought back), r2 of 2026-11-20T12:02Z, r1 of 2026-11-20T12:01Z; such as: portside rollback --to 3',
    ],
    [
      'an unknown one',
      { rows: rowsOf(2, 1), running: 2, to: 7 },
      'there is no revision r7',
      'there are: r2 of 2026-11-20T12:02Z (runs), r1 of 2026-11-20T12:01Z; such as: portside rollback --to 2',
    ],
    [
      'none at all',
      { rows: [], running: undefined },
      'there is no revision to go back to: nothing was verified yet',
      'every verified `portside up` that changes something makes one',
    ],
  ])('%s', (_, choice, message, hint) => {
    const refused = refusalOf(() => chooseTarget(choice));
    expect({ exit: refused.exit, message: refused.message, hint: refused.hint }).toEqual({ exit: 3, message, hint });
  });
});

function refusalOf(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
