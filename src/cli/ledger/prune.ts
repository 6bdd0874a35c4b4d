import type { HistoryPruned } from '../../contract/ledger.ts';
import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import { usageError } from '../usage-error.ts';
import type { Call } from '../world.ts';

interface PruneFlags {
  keep: number;
  dryRun?: true | undefined;
  yes?: true | undefined;
}

/** Removes old records behind a checkpoint, after saying how many. Throws UserError (exit 2) where that is to be agreed to and nobody can. */
export async function pruneHistory({ keep, dryRun, yes }: PruneFlags, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const say = (text: string) => void (flags.quiet || world.stderr.write(text));
  const done = await (await app.ledger()).prune(keep, agree);
  if (flags.json) world.stdout.write(json(done));
  if (done.done) say(`${counted(done)} gone; a checkpoint stands for them\n\n  portside verify --ledger  looks at the whole chain\n`);
  else if (done.records === 0) say(`no record is older than ${done.since.slice(0, 10)} and may go\n${heldBy(done)}`);
  return exitCode.verified;

  async function agree(seen: HistoryPruned): Promise<boolean> {
    say(`${counted(seen)} older than ${seen.since.slice(0, 10)}\n${heldBy(seen)}`);
    if (dryRun) return false;
    if (yes) return true;
    if (!world.stderr.isTTY)
      throw usageError(
        'records are removed for good, and nobody is here to be asked',
        'portside history prune with --yes removes them, with --dry-run it only says how many',
      );
    return world.confirm('Remove them? What counts of them for the ratios is kept.');
  }
}

function counted({ records }: HistoryPruned): string {
  return records === 1 ? '1 record is' : `${records} records are`;
}

function heldBy({ kept_for: holder }: HistoryPruned): string {
  return holder ? `  ${holder.project}/${holder.instance} is as ${holder.execution_uuid} left it: from there on they stay\n` : '';
}
