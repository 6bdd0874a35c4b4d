import type { Migration, Sql } from '../system/database.ts';
import { chainExisting } from './chain/chain-existing.ts';
import { triggers } from './chain/triggers.ts';

/** The whole schema, one script a version: what is released is never edited, only added to. */
export const migrations: readonly Migration[] = [
  `
  CREATE TABLE leased_ports (
    port INTEGER PRIMARY KEY,
    compose_name TEXT NOT NULL
  );
  CREATE INDEX leased_ports_of ON leased_ports (compose_name);

  CREATE TABLE leases (
    compose_name TEXT NOT NULL,
    port INTEGER NOT NULL,
    protocol TEXT NOT NULL,
    service TEXT NOT NULL,
    target INTEGER NOT NULL,
    position INTEGER NOT NULL,
    count INTEGER NOT NULL,
    host_ip TEXT,
    variable TEXT,
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (compose_name, port, protocol)
  ) WITHOUT ROWID;

  CREATE TABLE instances (
    compose_name TEXT PRIMARY KEY,
    project TEXT NOT NULL,
    instance TEXT NOT NULL,
    directory TEXT NOT NULL,
    files TEXT NOT NULL,
    env_files TEXT NOT NULL,
    profiles TEXT NOT NULL,
    adopted INTEGER NOT NULL,
    status TEXT NOT NULL,
    plan_file TEXT,
    content_hash TEXT,
    execution_uuid TEXT,
    endpoints TEXT NOT NULL,
    named_ports TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE locks (
    compose_name TEXT PRIMARY KEY,
    action TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    start_time TEXT NOT NULL,
    since INTEGER NOT NULL,
    heartbeat INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE executions (
    uuid TEXT PRIMARY KEY,
    action TEXT NOT NULL,
    compose_name TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    start_time TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    child_pid INTEGER,
    child_start_time TEXT
  ) WITHOUT ROWID;

  CREATE TABLE steps (
    uuid TEXT NOT NULL,
    seq INTEGER NOT NULL,
    description TEXT NOT NULL,
    undo TEXT,
    state TEXT NOT NULL,
    PRIMARY KEY (uuid, seq)
  ) WITHOUT ROWID;

  CREATE TABLE records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_uuid TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL,
    instance TEXT NOT NULL,
    action TEXT NOT NULL,
    success INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX records_of ON records (project, instance, seq)
  `,
  `
  ALTER TABLE instances ADD COLUMN revision INTEGER;
  ALTER TABLE instances ADD COLUMN canary TEXT;

  ALTER TABLE executions ADD COLUMN committed TEXT;
  ALTER TABLE executions ADD COLUMN parked INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE revisions (
    compose_name TEXT NOT NULL,
    number INTEGER NOT NULL,
    execution_uuid TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    brought_back INTEGER,
    images TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (compose_name, number)
  ) WITHOUT ROWID
  `,
  `
  CREATE TABLE lock_queue (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL UNIQUE,
    compose_name TEXT NOT NULL,
    action TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    start_time TEXT NOT NULL,
    since INTEGER NOT NULL,
    heartbeat INTEGER NOT NULL
  );
  CREATE INDEX lock_queue_of ON lock_queue (compose_name, place)
  `,
  (sql: Sql) => {
    sql.run('CREATE TABLE ledger (id TEXT NOT NULL)');
    sql.run('INSERT INTO ledger VALUES (lower(hex(randomblob(16))))');
    sql.run('ALTER TABLE records ADD COLUMN content_hash TEXT');
    sql.run('ALTER TABLE records ADD COLUMN duration REAL');
    sql.run("ALTER TABLE records ADD COLUMN hash TEXT NOT NULL DEFAULT ''");
    sql.run('ALTER TABLE records ADD COLUMN signature TEXT');
    sql.run('CREATE INDEX records_counted ON records (project, content_hash, counts, success)');
    chainExisting(sql);
    sql.run(triggers.update);
    sql.run(triggers.delete);
  },
  `
  CREATE TABLE remembered (
    signature TEXT NOT NULL,
    project TEXT NOT NULL,
    patch_hash TEXT NOT NULL,
    failure TEXT NOT NULL,
    fix TEXT NOT NULL,
    patch TEXT NOT NULL,
    worked INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (signature, project, patch_hash)
  ) WITHOUT ROWID
  `,
  (sql: Sql) => void sql.run(triggers.replace),
  `
  CREATE TABLE proposals (
    proposal_id TEXT PRIMARY KEY,
    proposal_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    body TEXT NOT NULL
  )
  `,
];
