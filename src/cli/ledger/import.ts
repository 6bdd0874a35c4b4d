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
      `${done.added} of ${done.records} records were taken in; the others were here already\n\n  portside verify --ledger  looks at the whole chain\n  portside history          shows the newest\n`,
    );
  return exitCode.verified;
}
