import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import { inkFor } from '../print/ink.ts';
import { memoryText } from '../print/memory.ts';
import type { Call } from '../world.ts';

/** Every failure that was mended. */
export async function listMemory({ world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const entries = await (await app.memory()).list();
  if (flags.json) world.stdout.write(json(entries));
  else {
    const reading = { ink: inkFor(world, world.stdout), width: world.stdout.columns ?? 100, verbose: flags.verbose === true };
    const { table, words } = memoryText(entries, reading);
    world.stdout.write(table);
    if (!flags.quiet) world.stderr.write(words);
  }
  return exitCode.verified;
}
