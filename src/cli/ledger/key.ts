import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import type { Call } from '../world.ts';

/** The key that this machine signs its records with, or a new one. */
export async function historyKey({ make }: { make?: true | undefined }, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const { key, file, made } = await (await app.ledger()).key(make === true);
  if (flags.json) {
    world.stdout.write(json({ key: key ?? null, file, made }));
    return exitCode.verified;
  }
  if (key === undefined) {
    world.stderr.write('records are chained and not signed\n\n  portside history key --make  makes a key: from then on each is signed\n');
    return exitCode.failed;
  }
  world.stdout.write(`${key}\n`);
  if (!flags.quiet)
    world.stderr.write(
      `${made ? 'From now on each record is signed' : 'Each new record is signed'}; the private key lies in ${file}, for this user only\n`,
    );
  return exitCode.verified;
}
