import { expect, test } from 'vitest';
import { ledger } from './fresh-ledger.ts';
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
