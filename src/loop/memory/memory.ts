import { createHash } from 'node:crypto';
import type { Remembered } from '../../contract/improve.ts';
import type { MemoryEntry } from '../../contract/memory.ts';
import { type Redactor, createRedactor } from '../../redaction/redact.ts';
import type { Clock } from '../../system/clock.ts';
import type { Database, Sql } from '../../system/database.ts';

/** What mended which failure, and how often that worked; one for all projects of this user. */
export interface Memory {
  /** One try of a fix. `redactor` knows the project's secrets; those that can be told by their shape are never kept anyway. */
  remember(fix: TriedFix, redactor?: Redactor): Promise<void>;
  /** Those of this project first, then by how often they worked more than they failed; at most ten. */
  recall(signature: string, project: string): Promise<Remembered[]>;
  /** The most successful first. */
  list(): Promise<MemoryEntry[]>;
  /** Every signature that begins so, in order; that one alone where it is one. */
  matching(beginning: string): Promise<string[]>;
  /** How many entries are gone. */
  forget(signature: string): Promise<number>;
}

export interface TriedFix {
  signature: string;
  /** In one line. */
  failure: string;
  /** What was done, in one sentence. */
  fix: string;
  /** A unified diff from the project's folder. */
  patch: string;
  project: string;
  worked: boolean;
}

/** A longer one is kept by its sentence only: it is no mend of one failure. */
const longestPatch = 64_000;
const mostRecalled = 10;

interface Row extends Remembered {
  project: string;
  patch_hash: string;
  first_at: number;
  last_at: number;
}

export function memory(database: Database, clock: Clock): Memory {
  return {
    remember: (fix, redactor = createRedactor()) => {
      const kept = redactor.deep(createRedactor().deep(fix));
      const now = clock.now();
      return database.immediate((sql) => put(sql, { ...kept, patch: kept.patch.length > longestPatch ? '' : kept.patch }, now));
    },
    recall: (signature, project) =>
      database.read((sql) => {
        const rows = sql.all<Row>('SELECT * FROM remembered WHERE signature = ?', signature);
        return ranked(rows, project).map(rememberedOf).slice(0, mostRecalled);
      }),
    list: () =>
      database.read((sql) =>
        ranked(sql.all<Row>('SELECT * FROM remembered')).map((row) => ({
          ...rememberedOf(row),
          project: row.project,
          first_at: new Date(row.first_at).toISOString(),
          last_at: new Date(row.last_at).toISOString(),
        })),
      ),
    matching: (beginning) =>
      database.read((sql) => {
        const found = sql.column<string>('SELECT DISTINCT signature FROM remembered ORDER BY signature');
        return found.includes(beginning) ? [beginning] : found.filter((signature) => signature.startsWith(beginning));
      }),
    forget: (signature) => database.immediate((sql) => sql.run('DELETE FROM remembered WHERE signature = ?', signature)),
  };
}

/** The same change of the same failure in the same project is one entry, wherever in the file it stands by now. */
function put(sql: Sql, { signature, project, failure, fix, patch, worked }: TriedFix, now: number): void {
  const change = patch === '' ? fix : patch.replaceAll(/^@@ .*$/gm, '@@');
  sql.run(
    `INSERT INTO remembered (signature, project, patch_hash, failure, fix, patch, worked, failed, first_at, last_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (signature, project, patch_hash) DO UPDATE SET
       failure = excluded.failure, fix = excluded.fix, patch = excluded.patch, last_at = excluded.last_at,
       worked = worked + excluded.worked, failed = failed + excluded.failed`,
    ...[signature, project, createHash('sha256').update(change).digest('hex'), failure, fix, patch],
    ...[worked ? 1 : 0, worked ? 0 : 1, now, now],
  );
}

/** Of the same change in several projects only the best entry counts: this project's own, where it has one. */
function ranked(rows: Row[], project?: string): Row[] {
  const own = (row: Row) => Number(row.project === project);
  const order = (a: Row, b: Row) => own(b) - own(a) || b.worked - b.failed - (a.worked - a.failed) || b.last_at - a.last_at;
  const sorted = rows.toSorted(order);
  return project === undefined ? sorted : sorted.filter((row, at) => sorted.findIndex((one) => one.patch_hash === row.patch_hash) === at);
}

function rememberedOf({ signature, failure, fix, patch, worked, failed }: Row): Remembered {
  return { signature, failure, fix, patch, worked, failed };
}
