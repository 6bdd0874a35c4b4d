import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ward } from '../../../bench/corpus/bed.ts';
import { readCorpus } from '../../../bench/corpus/case.ts';
import { inTurn } from '../../../bench/corpus/in-turn.ts';
import { runBroken, runGood } from '../../../bench/corpus/run-case.ts';

// A few of every stage that end soon; `script/bench diagnose` runs them all.
const someBroken = [
  'images-with-an-s',
  'tab-in-yaml',
  'required-variable-missing',
  'subnet-of-another-network',
  'redis-url-says-localhost',
  'image-tag-misspelt',
  'build-script-throws',
  'copies-what-was-never-built',
  'user-of-another-image',
  'migration-adds-a-column-twice',
  'npm-script-calls-what-is-not-installed',
  'server-listens-for-itself-only',
  'sidecar-wants-the-same-port',
];
const someGood = ['admin-on-loopback-only', 'old-errors-in-the-log', 'secrets-and-configs', 'sidecar-shares-the-network'];

test('a broken project is said to fail of what it fails of, and leaves nothing', async ({ signal }) => {
  const { broken } = await readCorpus(undefined, someBroken);
  const runs = await inWard(signal, (ward) => inTurn(broken, 3, (one) => runBroken(one, ward, { repairs: false })));
  const asKnown = broken.map(({ name, said }) => ({ name, cause: said.cause, left: [] }));
  expect(runs.map(({ name, told, left }) => ({ name, cause: told.cause, left }))).toEqual(asKnown);
});

test('a good project comes up verified and without an error, however it looks', async ({ signal }) => {
  const { good } = await readCorpus(undefined, someGood);
  const runs = await inWard(signal, (ward) => inTurn(good, 2, (one) => runGood(one, ward)));
  expect(runs).toEqual(good.map(({ name }) => expect.objectContaining({ name, verified: true, alarms: [], left: [] })));
});

async function inWard<Runs>(signal: AbortSignal, work: (ward: Ward) => Promise<Runs>): Promise<Runs> {
  const home = await mkdtemp(join(tmpdir(), 'portside-e2e-'));
  try {
    return await work({ home, signal, timeout: '10s' });
  } finally {
    await rm(home, { recursive: true });
  }
}
