import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import { writeAtItsPace } from '../write-at-its-pace.ts';
import type { Call } from '../world.ts';

/** Every record as a line of JSON: on standard output, or in a new file. */
export async function exportHistory(file: string | undefined, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const upkeep = await app.ledger();
  if (file === undefined) {
    const signal = world.interruptible(() => undefined);
    for await (const line of upkeep.lines()) {
      if (signal.aborted) return exitCode.interrupted;
      await writeAtItsPace(world.stdout, line, signal);
    }
    return exitCode.verified;
  }
  const done = await upkeep.exportTo(file);
  if (flags.json) world.stdout.write(json(done));
  else if (!flags.quiet)
    world.stderr.write(
      `${done.records === 1 ? '1 record is' : `${done.records} records are`} in ${file}, each checked\n\n  portside history import ${file}  takes them in, as on a new machine\n`,
    );
  return exitCode.verified;
}
