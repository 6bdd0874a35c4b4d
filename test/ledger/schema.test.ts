import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instances } from '../../src/ledger/instances.ts';
import { journal } from '../../src/ledger/journal.ts';
import { migrations } from '../../src/ledger/schema.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import { machine, owner } from './fixtures.ts';
import type { Machine } from './fixtures.ts';
import type { Migration } from '../../src/system/database.ts';

let here: Machine;
beforeEach(async () => {
  here = await machine();
});
afterEach(() => here.close());

test('what the first version wrote is still understood', async () => {
  const opened = (scripts: readonly Migration[]) =>
    openDatabase(join(here.home, 'old.db'), scripts, { clock: systemClock, ids: systemIds });
  const old = opened(migrations.slice(0, 1));
  await old.immediate((sql) => {
    sql.run(
      `INSERT INTO instances VALUES ('hello-a', 'hello', 'a', '/srv', '[]', '[]', '[]', 0, 'running', NULL, 'c', 'e0', '[]', '{}', 1, 2)`,
    );
    sql.run(`INSERT INTO executions VALUES ('e1', 'up', 'hello-a', 'laptop', 10, 'started-10', 5, NULL, NULL)`);
  });
  await old.close();

  const now = opened(migrations);
  expect(await instances(now, here.clock).find('hello-a')).toMatchObject({ instance: 'a', status: 'running', executionUuid: 'e0' });
  const unfinished = await journal(now, owner(20), here.processes, here.clock).unfinished();
  expect(unfinished).toMatchObject([{ uuid: 'e1', composeName: 'hello-a' }]);
  expect(unfinished[0]?.committed).toBeUndefined();
  await now.close();
});
