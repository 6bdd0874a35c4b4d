import { resolve } from 'node:path';
import type { HistoryPruned, LedgerUpkeep } from '../contract/ledger.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { Clock } from '../system/clock.ts';
import type { Database } from '../system/database.ts';
import type { Ids } from '../system/ids.ts';
import { readLines, writeLines } from '../system/line-file.ts';
import { pathKind } from '../system/read.ts';
import { makeSigningKey, readSigningKey, signingKeyFile } from './chain/signing-key.ts';
import { exportRecords } from './export-records.ts';
import type { History } from './history.ts';
import { importRecords } from './import-records.ts';
import type { Instances } from './instances.ts';
import { type Surplus, pruneRecords, surplusRecords } from './retention.ts';

export interface UpkeepTools {
  database: Database;
  home: string;
  history: History;
  instances: Instances;
  clock: Clock;
  ids: Ids;
  currentDirectory: string;
}

export function ledgerUpkeep({ database, home, history, instances, clock, ids, currentDirectory }: UpkeepTools): LedgerUpkeep {
  return {
    lines: () => exportRecords(database, home),
    async exportTo(named) {
      const file = resolve(currentDirectory, named);
      if ((await pathKind(file)) !== 'missing') throw problem(`${named} is there already`, 'name a new file');
      return { file, records: await writeLines(file, `${file}.${ids.uuid()}`, exportRecords(database, home)) };
    },
    async importFrom(named) {
      const file = resolve(currentDirectory, named);
      if ((await pathKind(file)) !== 'file') throw problem(`there is no file ${named}`, 'one comes from: portside history export FILE');
      return { file, ...(await importRecords(() => readLines(file), database, home)) };
    },
    async prune(keepMs, agree) {
      // A longer time than there ever was keeps all.
      const since = Math.max(0, clock.now() - keepMs);
      const running = await instances.list({});
      const needed = running.flatMap(({ executionUuid }) => executionUuid ?? []);
      const told = ({ records, through, keptFor }: Surplus, done: boolean): HistoryPruned => {
        const holder = running.find(({ executionUuid }) => executionUuid === keptFor);
        const keptBy = keptFor && holder && { execution_uuid: keptFor, project: holder.project, instance: holder.instance };
        return { records, through, since: new Date(since).toISOString(), ...(keptBy ? { kept_for: keptBy } : {}), done };
      };
      const seen = told(await database.read((sql) => surplusRecords(sql, { since, needed })), false);
      if (seen.records === 0 || !(await agree(seen))) return seen;
      const gone = await pruneRecords({ since, needed }, { database, home, history, uuid: ids.uuid(), now: clock.now() });
      if (!('detail' in gone)) return told(gone, true);
      throw new UserError({
        code: 'chain-broken',
        exit: exitCode.failed,
        message: `nothing was removed, for the ledger does not hold: ${gone.detail}`,
        hint: 'portside verify --ledger',
      });
    },
    async key(make) {
      const file = signingKeyFile(home);
      const known = await readSigningKey(home);
      if (known || !make) return { ...(known ? { key: known.id } : {}), file, made: false };
      return { key: (await makeSigningKey(home, ids.uuid())).id, file, made: true };
    },
  };
}

function problem(message: string, hint: string): UserError {
  return new UserError({ code: 'ledger-file', exit: exitCode.usage, message, hint });
}
