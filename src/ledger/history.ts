import { join } from 'node:path';
import type { ExecutionRecord, Link } from '../contract/record.ts';
import type { About } from '../deploy/model/commitment.ts';
import type { Database } from '../system/database.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../system/files.ts';
import { type Break, type Chain, checkChain } from './chain/check-chain.ts';
import { noteHead, readHeads } from './chain/head.ts';
import { insertRow, ledgerIdOf, newestRow, pagesOf, startOf } from './chain/rows.ts';
import { type Sealed, beginning, seal, unsealed } from './chain/seal.ts';
import { newestRecords } from './newest.ts';
import { type Version, versionsOf } from './versions.ts';
import { recordedProjects } from './recorded-projects.ts';
import { readSigningKey } from './chain/signing-key.ts';

/** All records, append-only, each chained to the one before. Each also lies as JSON in `PORTSIDE_HOME/records/`. */
export interface History {
  /** On the disk once it resolves. Once more with the same UUID changes nothing. Resolves to the record as it is in the ledger. */
  append(record: ExecutionRecord, about: About): Promise<ExecutionRecord & Link>;
  /** Asked before anything is done that is to be recorded. Throws UserError (exit 2) where the key that signs records is of no use. */
  canAppend(): Promise<void>;
  get(executionUuid: string): Promise<Recorded | undefined>;
  /** Every project that there is a record of. */
  projects(): Promise<string[]>;
  /** The newest first. */
  list(choice: { project?: string; instance?: string; limit: number }): Promise<Recorded[]>;
  /** What counts of each version of a project, in the order in which they appeared; behind a checkpoint too. */
  versions(project: string): Promise<Version[]>;
  /** The first place where the chain does not hold, or what it is. */
  check(): Promise<Break | Chain>;
}

export type { Version } from './versions.ts';
export type { About } from '../deploy/model/commitment.ts';

export interface Recorded {
  /** Position in the ledger, from 1. */
  seq: number;
  project: string;
  instance: string;
  record: ExecutionRecord & Link;
}

export function history(database: Database, home: string): History {
  return {
    async append(record, { counts }) {
      const key = await readSigningKey(home);
      const sealed = await database.durably((sql) => {
        const known = sql.get<Sealed>('SELECT * FROM records WHERE execution_uuid = ?', record.execution_uuid);
        if (known) return known;
        const { seq = 0, hash = beginning } = newestRow(sql) ?? {};
        const next = seal(record, counts, { ledgerId: ledgerIdOf(sql), seq: seq + 1, previousHash: hash }, key);
        insertRow(sql, next);
        return next;
      });
      const kept = unsealed(sealed);
      // Whoever is killed between the two has not closed its execution, and is appended once more.
      await ensurePrivateDirectory(recordFolder(home));
      await writePrivateCopies([{ path: recordFile(home, record.execution_uuid), text: `${JSON.stringify(kept, undefined, 2)}\n` }]);
      await noteHead(home, sealed);
      return kept;
    },
    canAppend: async () => void (await readSigningKey(home)),
    get: (executionUuid) =>
      database.read((sql) => {
        const row = sql.get<Sealed>('SELECT * FROM records WHERE execution_uuid = ?', executionUuid);
        return row && recordedOf(unsealed(row));
      }),
    projects: () => database.read(recordedProjects),
    list: ({ project, instance, limit }) =>
      database.read((sql) =>
        newestRecords(sql, {
          ...(project === undefined ? {} : { projects: [project] }),
          ...(instance === undefined ? {} : { instance }),
          limit,
        }).map(recordedOf),
      ),
    versions: (project) => database.read((sql) => versionsOf(sql, project)),
    async check() {
      // Read before the rows: what comes meanwhile is in neither.
      const heads = await readHeads(home);
      return database.read((sql) => checkChain(pagesOf(sql), { start: startOf(sql), ledgerId: ledgerIdOf(sql), heads }));
    },
  };
}

/** Where a record lies as JSON. */
export function recordFile(home: string, executionUuid: string): string {
  return join(recordFolder(home), `${executionUuid}.json`);
}

export function recordFolder(home: string): string {
  return join(home, 'records');
}

function recordedOf(record: ExecutionRecord & Link): Recorded {
  const { sequence: seq, deployment } = record;
  return { seq, project: deployment.project, instance: deployment.instance_id, record };
}
