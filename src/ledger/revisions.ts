import { join } from 'node:path';

import { type PinnedImage, type Revision, type RevisionRow, revisionTag } from '../deploy/model/revision.ts';
import type { Database, Sql } from '../system/database.ts';
import { ensurePrivateDirectory, readIfExists, removeTree, writePrivateFile } from '../system/files.ts';

/** The numbered, pinned versions of every instance. An instance is named by its Compose name. */
export interface Revisions {
  /** One more than the highest ever given. Only who holds the instance's lock may ask. */
  next(composeName: string): Promise<number>;
  /** Once more with the same number changes nothing but what is written there. */
  put(composeName: string, revision: Revision): Promise<void>;
  /** Undefined where it was removed, or never was. */
  get(composeName: string, number: number): Promise<Revision | undefined>;
  /** The newest first. */
  list(composeName: string): Promise<RevisionRow[]>;
  /** Their numbers are never given again. */
  remove(composeName: string, numbers: number[]): Promise<void>;
  /** All of the instance, and its numbers. */
  forget(composeName: string): Promise<void>;
}

/** A row each, and a file of mode 600 with what has real values. */
export function revisions(database: Database, home: string): Revisions {
  const fileOf = (composeName: string, number: number) => join(revisionDirectory(home, composeName), `${number}.json`);
  return {
    next: (composeName) =>
      database.read(
        (sql) => (sql.column<number | null>('SELECT max(number) FROM revisions WHERE compose_name = ?', composeName)[0] ?? 0) + 1,
      ),
    async put(composeName, revision) {
      const { stack, images } = revision;
      await ensurePrivateDirectory(revisionDirectory(home, composeName));
      // The file first: what a row names must be there, whenever the process dies.
      await writePrivateFile(fileOf(composeName, revision.number), JSON.stringify({ stack, images }));
      await database.durably((sql) => insert(sql, composeName, revision));
    },
    async get(composeName, number) {
      const row = await database.read((sql) => rowsOf(sql, composeName).find((one) => one.number === number));
      const text = row && (await readIfExists(fileOf(composeName, number)));
      return row && text !== undefined ? { ...row, ...(JSON.parse(text) as Pick<Revision, 'stack' | 'images'>) } : undefined;
    },
    list: (composeName) => database.read((sql) => rowsOf(sql, composeName)),
    async remove(composeName, numbers) {
      await database.immediate((sql) => {
        for (const number of numbers)
          sql.run(`UPDATE revisions SET removed = 1, images = '{}' WHERE compose_name = ? AND number = ?`, composeName, number);
      });
      await Promise.all(numbers.map((number) => removeTree(fileOf(composeName, number))));
    },
    async forget(composeName) {
      await database.immediate((sql) => sql.run('DELETE FROM revisions WHERE compose_name = ?', composeName));
      await removeTree(revisionDirectory(home, composeName));
    },
  };
}

/** Beside the instance's plans. */
export function revisionDirectory(home: string, composeName: string): string {
  return join(home, 'instances', composeName, 'revisions');
}

interface Row {
  number: number;
  execution_uuid: string;
  content_hash: string;
  created_at: number;
  brought_back: number | null;
  images: string;
}

function insert(sql: Sql, composeName: string, { number, executionUuid, contentHash, createdAt, from, stack, images }: Revision): void {
  const pinned = Object.entries(images).map(([service, { id }]) => [service, { id, tag: revisionTag(stack.identity, number, service) }]);
  sql.run(
    'INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, 0)',
    composeName,
    number,
    executionUuid,
    contentHash,
    createdAt,
    from ?? null,
    JSON.stringify(Object.fromEntries(pinned)),
  );
}

function rowsOf(sql: Sql, composeName: string): RevisionRow[] {
  return sql.all<Row>('SELECT * FROM revisions WHERE compose_name = ? AND removed = 0 ORDER BY number DESC', composeName).map(rowIn);
}

function rowIn(row: Row): RevisionRow {
  return {
    number: row.number,
    executionUuid: row.execution_uuid,
    contentHash: row.content_hash,
    createdAt: row.created_at,
    ...(row.brought_back !== null && { from: row.brought_back }),
    images: JSON.parse(row.images) as Record<string, PinnedImage>,
  };
}
