import { join } from 'node:path';
import type { ExecutionRecord } from '../contract/record.ts';
import type { About } from '../deploy/model/commitment.ts';
import type { Database, Sql } from '../system/database.ts';
import { ensurePrivateDirectory, writePrivateFile } from '../system/files.ts';

/** All records, append-only. Each also lies as JSON in `PORTSIDE_HOME/records/`. */
export interface History {
  append(record: ExecutionRecord, about: About): Promise<void>;
  get(executionUuid: string): Promise<Recorded | undefined>;
  /** Every project that there is a record of. */
  projects(): Promise<string[]>;
  /** The newest first. */
  list(choice: { project?: string; instance?: string; limit: number }): Promise<Recorded[]>;
}

export type { About } from '../deploy/model/commitment.ts';

export interface Recorded extends About {
  /** Position in the ledger, from 1. */
  seq: number;
  record: ExecutionRecord;
}

export function history(database: Database, home: string): History {
  return {
    async append(record, about) {
      const ordered = uuidLast(record);
      // The file first: what the ledger names must be there, whenever the process dies.
      await ensurePrivateDirectory(join(home, 'records'));
      await writePrivateFile(join(home, 'records', `${record.execution_uuid}.json`), `${JSON.stringify(ordered, undefined, 2)}\n`);
      await database.durably((sql) => insert(sql, ordered, about));
    },
    get: (executionUuid) =>
      database.read((sql) => {
        const row = sql.get<Row>('SELECT * FROM records WHERE execution_uuid = ?', executionUuid);
        return row && recordedIn(row);
      }),
    projects: () => database.read((sql) => sql.column<string>('SELECT DISTINCT project FROM records ORDER BY project')),
    list: ({ project, instance, limit }) =>
      database.read((sql) =>
        sql
          .all<Row>(
            `SELECT * FROM records WHERE project = coalesce(?, project) AND instance = coalesce(?, instance)
             ORDER BY seq DESC LIMIT ?`,
            project ?? null,
            instance ?? null,
            limit,
          )
          .map(recordedIn),
      ),
  };
}

interface Row {
  seq: number;
  project: string;
  instance: string;
  counts: number;
  body: string;
}

function insert(sql: Sql, record: ExecutionRecord, { project, instance, counts }: About): void {
  sql.run(
    `INSERT INTO records (execution_uuid, project, instance, action, success, counts, timestamp, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    record.execution_uuid,
    project,
    instance,
    record.action,
    Number(record.metrics.success),
    Number(counts),
    record.timestamp,
    JSON.stringify(record),
  );
}

function recordedIn({ seq, project, instance, counts, body }: Row): Recorded {
  return { seq, project, instance, counts: counts === 1, record: JSON.parse(body) as ExecutionRecord };
}

/** Key order is part of the contract. */
function uuidLast({ execution_uuid, ...rest }: ExecutionRecord): ExecutionRecord {
  return { ...rest, execution_uuid };
}
