import { expect, test } from 'vitest';
import { pruneRecords } from '../../src/ledger/retention.ts';
import { here, ledger } from './fresh-ledger.ts';
import { recordOf } from './records.ts';

let count = 0;

async function deployed(contentHash: string, success: boolean, counts = true): Promise<string> {
  const uuid = `e${++count}`;
  const { metrics } = recordOf(uuid);
  await ledger.append(recordOf(uuid, { content_hash: contentHash, metrics: { ...metrics, success } }), { counts });
  return uuid;
}

async function graduated(contentHash: string): Promise<string> {
  const uuid = `g${++count}`;
  const graduation = { successes: 10, failures: 0, ratio: 10, file: 'compose.standing.yaml' };
  await ledger.append(recordOf(uuid, { action: 'graduate', content_hash: contentHash, graduation }), { counts: false });
  return uuid;
}

test('each content is a version, in the order of its first deployment, with what counts of it', async () => {
  await deployed('b', true);
  await deployed('a', false);
  await deployed('b', false);
  await deployed('b', true, false);
  await deployed('a', true);
  expect(await ledger.versions('hello')).toMatchObject([
    { number: 1, contentHash: 'b', successes: 1, failures: 1 },
    { number: 2, contentHash: 'a', successes: 1, failures: 1 },
  ]);
  expect(await ledger.versions('other')).toEqual([]);
});

test('a graduation holds until a failure of the same content, which starts the count anew', async () => {
  await deployed('a', true);
  const uuid = await graduated('a');
  await deployed('b', false);
  expect((await ledger.versions('hello'))[0]).toMatchObject({ graduated: { uuid, successes: 10 } });
  const by = await deployed('a', false);
  await deployed('a', true);
  const [version] = await ledger.versions('hello');
  expect(version).toMatchObject({
    takenBack: { graduation: uuid, by },
    sinceTakenBack: { successes: 1, failures: 0 },
    successes: 2,
    failures: 1,
  });
  expect(version?.graduated).toBeUndefined();
});

test('a second graduation holds too, and what counts goes on since the first was taken back', async () => {
  await deployed('a', true);
  await graduated('a');
  await deployed('a', false);
  await deployed('a', true);
  const uuid = await graduated('a');
  await deployed('a', true);
  const [version] = await ledger.versions('hello');
  expect(version).toMatchObject({ graduated: { uuid }, sinceTakenBack: { successes: 2, failures: 0 }, successes: 3, failures: 1 });
  expect(version?.takenBack).toBeUndefined();
});

/** Everything that is there goes behind a checkpoint. */
async function pruned(): Promise<void> {
  const retention = { since: Date.parse('2027-01-01T00:00:00Z'), needed: [] };
  expect(
    await pruneRecords(retention, { ...here, history: ledger, uuid: `c${++count}`, now: Date.parse('2026-11-22T00:00:00Z') }),
  ).toMatchObject({ through: expect.any(Number) });
}

type Deed = 'success' | 'failure' | 'graduation';
const deeds: Deed[] = ['success', 'graduation', 'success', 'failure', 'success', 'graduation', 'success', 'failure', 'failure', 'success'];

test.each(deeds.map((_, place) => place + 1))(
  'behind a checkpoint after %i executions nothing of the trust is forgotten',
  async (place) => {
    const does = async (contentHash: string, deed: Deed) =>
      deed === 'graduation' ? graduated(contentHash) : deployed(contentHash, deed === 'success');
    const both = async (some: Deed[]) => {
      for (const deed of some) await does('a', deed);
      await does('b', 'success');
    };
    await both(deeds.slice(0, place));
    const before = await ledger.versions('hello');
    await pruned();
    expect(await ledger.versions('hello')).toEqual(before);
    await pruned();
    await both(deeds.slice(place));
    const [version] = await ledger.versions('hello');
    expect(version).toMatchObject({
      ...{ successes: 5, failures: 3, sinceTakenBack: { successes: 1, failures: 1 } },
      takenBack: { graduation: expect.any(String), by: expect.any(String) },
    });
    await pruned();
    expect((await ledger.versions('hello'))[0]).toEqual(version);
  },
);
