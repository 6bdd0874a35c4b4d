import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as SqliteDatabase } from 'better-sqlite3';
import { explain, madeByNewerPortside } from './errors.ts';
import { sqlOn } from './sql.ts';
import type { Sql } from './sql.ts';

/** An open file with the newest schema. A busy one throws at once: who calls decides how long to wait. */
export interface Connection {
  transaction<T>(mode: TransactionMode, work: (sql: Sql) => T): T;
  close(): void;
}

export type TransactionMode = 'read' | 'write' | 'durable-write';

/** A script of statements, or what SQL alone cannot do. */
export type Migration = string | ((sql: Sql) => void);

/** Repeats what another process's lock turned away. */
type Patiently = <T>(attempt: () => T) => Promise<T>;

export async function connect(file: string, migrations: readonly Migration[], patiently: Patiently): Promise<Connection> {
  const { default: Sqlite } = await import('better-sqlite3');
  createPrivately(file);
  const sqlite = await patiently(() => new Sqlite(file, { timeout: 0 }));
  // Several processes that switch a fresh file to WAL at once: SQLite answers some of them SQLITE_BUSY.
  await patiently(() => sqlite.pragma('journal_mode = WAL'));
  const connection = connectionOn(sqlite);
  await patiently(() => migrate(connection, file, migrations));
  return connection;
}

function connectionOn(sqlite: SqliteDatabase): Connection {
  const sql = sqlOn(sqlite);
  let synchronous: 'FULL' | 'NORMAL' | undefined;
  return {
    transaction(mode, work) {
      synchronise(mode === 'durable-write' ? 'FULL' : 'NORMAL');
      sql.run(mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE');
      try {
        const result = work(sql);
        sql.run('COMMIT');
        return result;
      } finally {
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
      }
    },
    close: () => void sqlite.close(),
  };

  /** In WAL mode FULL syncs each commit, and with it all that came before; NORMAL only at checkpoints. */
  function synchronise(wanted: 'FULL' | 'NORMAL') {
    if (synchronous === wanted) return;
    sqlite.pragma(`synchronous = ${wanted}`);
    synchronous = wanted;
  }
}

/** SQLite gives its side files the mode of the file itself, so that one must be right from the start. */
function createPrivately(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Only ever creates: closing a descriptor of a file that SQLite has open in this process would drop SQLite's locks.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw explain(error, file);
  }
}

function migrate(connection: Connection, file: string, migrations: readonly Migration[]): void {
  if (connection.transaction('read', versionOf) === migrations.length) return;
  connection.transaction('durable-write', (sql) => {
    const version = versionOf(sql);
    if (version > migrations.length) throw madeByNewerPortside(file);
    for (const migration of migrations.slice(version)) {
      if (typeof migration === 'string') runScript(sql, migration);
      else migration(sql);
    }
    sql.run(`PRAGMA user_version = ${migrations.length}`);
  });
}

const versionOf = (sql: Sql) => sql.column<number>('PRAGMA user_version')[0] ?? 0;

function runScript(sql: Sql, script: string): void {
  for (const statement of script.split(';').map((part) => part.trim())) if (statement) sql.run(statement);
}
