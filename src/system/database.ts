import { UserError, exitCode } from '../contract/user-error.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import { connect } from './sqlite/connect.ts';
import type { Connection, Migration, TransactionMode } from './sqlite/connect.ts';
import { explain, isBusy } from './sqlite/errors.ts';
import type { Sql } from './sqlite/sql.ts';

export type { Migration } from './sqlite/connect.ts';
export type { Sql, Value } from './sqlite/sql.ts';

/**
 * One SQLite file, shared by every Portside process of the user. `work` runs inside one transaction, has no side effects
 * and never waits: it may run again when another process is writing.
 */
export interface Database {
  read<T>(work: (sql: Sql) => T): Promise<T>;
  /** Survives a crash of the process, not a power cut: enough for leases, locks and the journal, whose instances a power cut stops too. */
  immediate<T>(work: (sql: Sql) => T): Promise<T>;
  /** On the disk before it resolves: for records. */
  durably<T>(work: (sql: Sql) => T): Promise<T>;
  close(): Promise<void>;
}

/** SQLite's own busy handler starves a waiter; short naps of random length do not (docs/decisions: figures in DEPENDENCIES). */
const shortestNapMs = 0.5;
const napSpreadMicros = 2000;
const patienceMs = 10_000;

/** Nothing is loaded or opened before the first transaction. `migrations` is the whole schema, one script a version. */
export function openDatabase(file: string, migrations: readonly Migration[], { clock, ids }: { clock: Clock; ids: Ids }): Database {
  let opening: Promise<Connection> | undefined;

  return {
    read: (work) => transact('read', work),
    immediate: (work) => transact('write', work),
    durably: (work) => transact('durable-write', work),
    async close() {
      const connection = await opening?.catch(() => undefined);
      opening = undefined;
      connection?.close();
    },
  };

  async function transact<T>(mode: TransactionMode, work: (sql: Sql) => T): Promise<T> {
    opening ??= connect(file, migrations, patiently);
    const connection = await opening;
    return patiently(() => connection.transaction(mode, work));
  }

  async function patiently<T>(attempt: () => T): Promise<T> {
    const deadline = clock.monotonic() + patienceMs;
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error)) throw explain(error, file);
        if (clock.monotonic() > deadline) throw stillBusy(file, error);
      }
      await clock.sleep(shortestNapMs + ids.below(napSpreadMicros) / 1000);
    }
  }
}

function stillBusy(file: string, cause: unknown): UserError {
  return new UserError({
    code: 'database-busy',
    exit: exitCode.busy,
    message: `${file} has been locked by another process for ${patienceMs / 1000} s`,
    hint: 'See which process holds it (`fuser` or `lsof` on that file), end it, and try again.',
    cause,
  });
}
