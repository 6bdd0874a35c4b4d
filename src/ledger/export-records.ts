import { UserError, exitCode } from '../contract/user-error.ts';
import type { Database } from '../system/database.ts';
import { type Break, walkChain } from './chain/check-chain.ts';
import { readHeads } from './chain/head.ts';
import { ledgerIdOf, pagesOf, startOf } from './chain/rows.ts';
import { unsealed } from './chain/seal.ts';

/** Every record as one line of JSON, oldest first, each checked before it goes out. Throws UserError (exit 1) at the first break, and (exit 5) where records are pruned meanwhile. */
export async function* exportRecords(database: Database, home: string): AsyncGenerator<string> {
  const heads = await readHeads(home);
  const { start, ledgerId } = await database.read((sql) => ({ start: startOf(sql), ledgerId: ledgerIdOf(sql) }));
  const walk = walkChain({ start, ledgerId, heads });
  for (let last = start.seq; ;) {
    const page = await database.read((sql) => pagesOf(sql, last).next().value ?? []);
    if (page.length === 0) break;
    for (const row of page) {
      const found = walk.step(row);
      if (found && (await database.read(startOf)).seq > start.seq) throw prunedMeanwhile();
      mustHold(found);
      yield `${JSON.stringify(unsealed(row))}\n`;
      last = row.seq;
    }
  }
  const end = walk.end();
  if ('detail' in end) mustHold(end);
}

/** What was to come next is gone, rightly. */
function prunedMeanwhile(): UserError {
  return new UserError({
    code: 'pruned-meanwhile',
    exit: exitCode.busy,
    message: 'old records were removed behind a checkpoint while the ledger was exported',
    hint: 'export it again',
  });
}

function mustHold(found: Break | undefined): void {
  if (!found) return;
  throw new UserError({
    code: 'chain-broken',
    exit: exitCode.failed,
    message: `the ledger does not hold: ${found.detail}`,
    hint: 'portside verify --ledger',
  });
}
