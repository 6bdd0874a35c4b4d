import { instancesText } from './print/instances.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

/** Every instance of this user. */
export async function ps({ world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const instances = await app.list();
  if (flags.json) {
    world.stdout.write(json(instances));
    return 0;
  }
  const { table, words } = instancesText(instances, {
    now: world.now(),
    ink: inkFor(world, world.stdout),
    verbose: flags.verbose ?? false,
  });
  world.stdout.write(table);
  if (!flags.quiet) world.stderr.write(words);
  return 0;
}
