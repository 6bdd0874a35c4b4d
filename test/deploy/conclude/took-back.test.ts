import { expect, test } from 'vitest';
import { withTookBack } from '../../../src/deploy/conclude/took-back.ts';
import type { Outcome } from '../../../src/deploy/model/outcome.ts';
import type { Version } from '../../../src/ledger/history.ts';

const failed: Outcome = {
  ...{ result: 'failed', changed: true, endpoints: [], services: [], findings: [], verdicts: [] },
  failure: { message: 'web: it ended', stage: 'verify', logs: [], undoProblems: [] },
};
const counted = { successes: 10, failures: 0 };
const graduated: Version = {
  ...{ number: 1, contentHash: 'a', ...counted, sinceTakenBack: counted },
  graduated: { ...counted, ratio: 10, file: '/p/compose.standing.yaml', uuid: 'g1', timestamp: '2026-11-21T12:00:00.000Z' },
};
const plain: Version = { number: 2, contentHash: 'b', ...counted, sinceTakenBack: counted };
const history = { versions: (project: string) => Promise.resolve(project === 'shop' ? [graduated, plain] : []) };

const tookBack = async (outcome: Outcome, contentHash: string | undefined, counts = true) =>
  (await withTookBack(outcome, { project: 'shop', contentHash, counts }, { history })).failure?.tookBack;

test('a failure of graduated content that counts takes the graduation back; nothing else does', async () => {
  expect(await tookBack(failed, 'a')).toEqual({ graduation: 'g1', file: '/p/compose.standing.yaml' });
  expect(await tookBack(failed, 'a', false)).toBeUndefined();
  expect(await tookBack(failed, 'b')).toBeUndefined();
  expect(await tookBack(failed, undefined)).toBeUndefined();
  expect(await tookBack({ ...failed, result: 'interrupted', failure: undefined as never }, 'a')).toBeUndefined();
});
