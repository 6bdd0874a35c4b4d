import { join } from 'node:path';
import { migrations } from '../../ledger/schema.ts';
import type { Look } from '../look.ts';

/** Whether the database is sound, and of this version. What cannot be opened at all says so itself. */
export const database: Look = {
  group: 'portside',
  name: 'database',
  async look({ database: opened, home }) {
    const file = join(home, 'portside.db');
    const [faults, version] = await opened.read((sql) => [
      sql.column<string>('PRAGMA quick_check(5)'),
      sql.column<number>('PRAGMA user_version')[0],
    ]);
    if (faults.length === 1 && faults[0] === 'ok')
      return [{ level: 'ok', message: `the database is sound (schema ${version} of ${migrations.length})` }];
    return [
      {
        level: 'error',
        message: `the database ${file} is damaged`,
        cost: 'ports may be given twice, and records may be lost',
        repair:
          'move it (with its -wal and -shm files, and ledger.head) away; Portside makes a new one, and records also lie as JSON in records/ beside it',
        details: faults,
      },
    ];
  },
};
