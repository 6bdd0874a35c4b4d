import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { snapshotsText } from './print/snapshots.ts';
import type { Call } from './world.ts';

/** All snapshots, or those of one instance, which need not be there any more. */
export async function listSnapshots(reference: string | undefined, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const all = await app.snapshots();
  const shown = all.filter(
    ({ project, instance, compose_name: composeName }) =>
      reference === undefined || [instance, `${project}/${instance}`, composeName].includes(reference),
  );
  if (flags.json) world.stdout.write(json(shown));
  else {
    const { table, words } = snapshotsText(shown, { now: world.now(), ink: inkFor(world, world.stdout) });
    world.stdout.write(table);
    if (!flags.quiet) world.stderr.write(words);
  }
  return exitCode.verified;
}
