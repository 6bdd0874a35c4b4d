import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner, Processes } from '../../src/ledger/owner.ts';
import { migrations } from '../../src/ledger/schema.ts';
import type { Clock } from '../../src/system/clock.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import type { Database } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';

/** A fresh ledger in a folder of its own, on a machine whose processes and time the test decides about. */
export interface Machine {
  home: string;
  database: Database;
  alive: Set<number>;
  processes: Processes;
  clock: Clock & { set(now: number): void };
  close(): Promise<void>;
}

export async function machine(): Promise<Machine> {
  const home = await mkdtemp(join(tmpdir(), 'portside-ledger-'));
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  const alive = new Set<number>();
  let now = 1_000_000;
  return {
    home,
    database,
    alive,
    processes: { isAlive: async ({ pid, startTime }) => alive.has(pid) && startTime === startTimeOf(pid) },
    clock: { ...systemClock, now: () => now, set: (to) => void (now = to) },
    async close() {
      await database.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function owner(pid: number, changes: Partial<Owner> = {}): Owner {
  return { host: 'laptop', pid, startTime: startTimeOf(pid), ...changes };
}

const startTimeOf = (pid: number) => `started-${pid}`;
