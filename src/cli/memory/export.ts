import { exitCode } from '../../contract/user-error.ts';
import { json, line } from '../print/document.ts';
import { writeAtItsPace } from '../write-at-its-pace.ts';
import type { Call } from '../world.ts';

/** The memory as lines of JSON: on standard output, or in a new file. */
export async function exportMemory(file: string | undefined, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const upkeep = await app.memory();
  if (file === undefined) {
    const signal = world.interruptible(() => undefined);
    for (const entry of await upkeep.list()) {
      if (signal.aborted) return exitCode.interrupted;
      await writeAtItsPace(world.stdout, line(entry), signal);
    }
    return exitCode.verified;
  }
  const done = await upkeep.exportTo(file);
  if (flags.json) world.stdout.write(json(done));
  else if (!flags.quiet)
    world.stderr.write(
      `${done.entries} of what is remembered ${done.entries === 1 ? 'is' : 'are'} in ${file}\n\nportside memory list shows it\n`,
    );
  return exitCode.verified;
}
