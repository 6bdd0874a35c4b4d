import { expect, test } from 'vitest';
import type { ExecutionRecord } from '../../src/contract/record.ts';
import { resultOf } from '../../src/deploy/model/record-result.ts';
import { changesOf } from '../../src/story/entry.ts';
import { missing } from '../../src/story/project-history.ts';
import { recordOf } from '../ledger/records.ts';

function ended(changes: Partial<ExecutionRecord>, { success = false, changed = false } = {}) {
  const { metrics } = recordOf('e');
  return resultOf(recordOf('e', { ...changes, metrics: { ...metrics, success, changed } }));
}

const failure = (stage: string) => ({ failure: { stage, logs: [], undo_problems: [] }, error: 'no' });

test('what ended before anything was touched was stopped, and did not fail', () => {
  expect(ended(failure('check'))).toBe('stopped');
  expect(ended(failure('build'))).toBe('stopped');
  expect(ended(failure('apply'), { changed: true })).toBe('failed');
  expect(ended(failure('verify'))).toBe('failed');
  expect(ended({ action: 'graduate', ...failure('verify') })).toBe('stopped');
  expect(ended({ ...failure('check'), error: 'interrupted' })).toBe('interrupted');
});

test('what went well is called by what it was', () => {
  const well = { success: true };
  expect((['up', 'rollback', 'down', 'snapshot'] as const).map((action) => ended({ action }, well))).toEqual([
    'verified',
    'verified',
    'down',
    'done',
  ]);
});

test('ten to one asks for ten even where nothing failed', () => {
  expect([
    missing({ successes: 0, failures: 0 }, 10),
    missing({ successes: 9, failures: 0 }, 10),
    missing({ successes: 9, failures: 1 }, 10),
    missing({ successes: 15, failures: 2 }, 10),
    missing({ successes: 30, failures: 3 }, 10),
  ]).toEqual([10, 1, 1, 5, 0]);
});

test('nobody says that it was the first up where older records are gone', () => {
  expect(changesOf(recordOf('e'), undefined)).toEqual(['first up']);
  expect(changesOf(recordOf('e'), 'unknown')).toEqual(['started what did not run']);
});
