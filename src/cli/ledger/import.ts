import type { HistoryImported } from '../../contract/ledger.ts';
import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import type { Call } from '../world.ts';

/** Takes in what `history export` wrote. */
export async function importHistory(file: string, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const done = await (await app.ledger()).importFrom(file);
  if (flags.json) world.stdout.write(json(done));
  else if (!flags.quiet)
    world.stderr.write(
      `${taken(done)}\n\n  portside verify --ledger  looks at the whole chain\n  portside history          shows the newest\n`,
    );
  return exitCode.verified;
}

function taken({ records, added }: HistoryImported): string {
  const all = records === 1 ? '1 record is' : `${records} records are`;
  if (added === 0) return `${all} here already: nothing was taken in`;
  return added === records
    ? `${all} taken in`
    : `${all} in it: ${added} ${added === 1 ? 'is' : 'are'} taken in, the others were here already`;
}
