import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { history } from '../../src/ledger/history.ts';
import { migrations } from '../../src/ledger/schema.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import { rounded } from '../support/figures.ts';

const program = fileURLToPath(new URL('../fixtures/ledger-writer.ts', import.meta.url));

/** So many processes append in tight loops; each is on the disk before the next begins. */
export async function appendTogether(home: string, { writers, each }: { writers: number; each: number }) {
  const children = await begin(home, writers, each);
  const since = performance.now();
  const waits = (await Promise.all(children.map((child) => go(child)))).flatMap((one) => one.waits ?? []);
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    append_p50_ms: rounded(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, 1),
    append_p99_ms: rounded(sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN, 1),
    appends_per_s: rounded((waits.length * 1000) / (performance.now() - since), 0),
  };
}

/** Writers are killed with SIGKILL at random moments. What was promised must be there, once, and the chain must hold. */
export async function killRandomly(home: string, { writers, rounds, signal }: { writers: number; rounds: number; signal: AbortSignal }) {
  const promised: string[] = [];
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted();
    const children = await begin(home, writers, 1_000_000);
    const going = children.map((child) => go(child));
    for (const child of children) {
      await sleep(Math.random() * 150);
      child.kill('SIGKILL');
      killed++;
    }
    for (const { uuids } of await Promise.all(going)) promised.push(...uuids);
  }
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  const there = await database.read((sql) => sql.column<string>('SELECT execution_uuid FROM records'));
  const chain = await history(database, home).check();
  await database.close();
  const unique = new Set(there);
  return {
    killed_writers: killed,
    promised: promised.length,
    lost: promised.filter((uuid) => !unique.has(uuid)).length,
    duplicated: there.length - unique.size,
    chain_holds: !('detail' in chain),
  };
}

async function begin(home: string, writers: number, each: number): Promise<ChildProcess[]> {
  const children = Array.from({ length: writers }, () => fork(program, [home, String(each)]));
  await Promise.all(children.map((child) => once(child, 'message')));
  return children;
}

/** Lets one go; what it said until it ended. */
async function go(child: ChildProcess): Promise<{ uuids: string[]; waits?: number[] }> {
  const said: { uuids: string[]; waits?: number[] } = { uuids: [] };
  child.on('message', (message: { promised?: string; waits?: number[] }) => {
    if (message.promised) said.uuids.push(message.promised);
    if (message.waits) said.waits = message.waits;
  });
  child.send('go');
  await once(child, 'close');
  return said;
}
