import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machine } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

let here: Machine;
let children: ChildProcess[];
beforeEach(async () => {
  here = await machine();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await here.close();
});

test('of many that wait, one at a time has it, and every one gets it', async () => {
  const said: string[] = [];
  const workers = Array.from({ length: 5 }, () => holder({ rounds: 6, holdMs: 15, waitMs: 60_000 }));
  for (const worker of workers)
    worker.on('message', (message) => void (/^(have|give|exit)/.test(String(message)) && said.push(`${message}`)));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  expect(said.filter((word) => word === 'have')).toHaveLength(30);
  expect(said.filter((word) => word.startsWith('exit'))).toEqual([]);
});

test('one that comes once is not kept out by one that takes it again and again', async () => {
  const greedy = holder({ rounds: 10_000, holdMs: 20, waitMs: 60_000 });
  await heard(greedy, /^have/);
  expect(await heard(holder({ rounds: 1, holdMs: 1, waitMs: 30_000 }), /^(have|exit)/)).toBe('have');
});

test('who is killed while he has it is followed by the one who waits', async () => {
  const first = holder({ rounds: 1, holdMs: 60_000, waitMs: 0 });
  await heard(first, /^have/);
  const second = holder({ rounds: 1, holdMs: 1, waitMs: 60_000 });
  expect(await heard(second, /^wait/)).toBe(`wait ${first.pid}`);
  first.kill('SIGKILL');
  await heard(second, /^have/);
});

test('who is killed while he waits is passed over', async () => {
  const first = holder({ rounds: 1, holdMs: 60_000, waitMs: 0 });
  await heard(first, /^have/);
  const second = holder({ rounds: 1, holdMs: 1, waitMs: 60_000 });
  await heard(second, /^wait/);
  const third = holder({ rounds: 1, holdMs: 1, waitMs: 60_000 });
  await heard(third, /^wait/);
  for (const child of [second, first]) child.kill('SIGKILL');
  expect(await heard(third, /^(have|exit)/)).toBe('have');
});

test('who does not wait, or not long enough, is busy', async () => {
  await heard(holder({ rounds: 1, holdMs: 60_000, waitMs: 0 }), /^have/);
  expect(await heard(holder({ rounds: 1, holdMs: 1, waitMs: 0 }), /^exit/)).toBe('exit 5');
  expect(await heard(holder({ rounds: 1, holdMs: 1, waitMs: 100 }), /^exit/)).toBe('exit 5');
});

function holder({ rounds, holdMs, waitMs }: { rounds: number; holdMs: number; waitMs: number }): ChildProcess {
  const program = join(import.meta.dirname, '../fixtures/ledger/lock-holder.ts');
  const child = fork(program, [join(here.home, 'portside.db'), `${rounds}`, `${holdMs}`, `${waitMs}`]);
  children.push(child);
  return child;
}

async function heard(child: ChildProcess, wanted: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.on('message', (message) => void (wanted.test(String(message)) && resolve(String(message))));
  child.once('exit', () => reject(new Error(`it ended and never said ${wanted.source}`)));
  return promise;
}
