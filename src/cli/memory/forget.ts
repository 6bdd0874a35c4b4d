import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import type { Call } from '../world.ts';

/** Takes a failure out of the memory. */
export async function forgetMemory(beginning: string, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const done = await (await app.memory()).forget(beginning);
  if (flags.json) world.stdout.write(json(done));
  else if (!flags.quiet)
    world.stderr.write(`${done.signature} is forgotten, with ${counted(done.entries)}\n\nportside memory list shows what is left\n`);
  return exitCode.verified;
}

function counted(entries: number): string {
  return entries === 1 ? 'the one thing that was tried' : `the ${entries} things that were tried`;
}
