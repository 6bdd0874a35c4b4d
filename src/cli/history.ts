import type { HistoryOptions } from '../contract/history.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { historyText } from './print/history.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

interface HistoryFlags {
  limit: number;
  instance?: string | undefined;
}

/** What the ledger has of a project. */
export async function history(project: string | undefined, { limit, instance }: HistoryFlags, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const options: HistoryOptions = { limit, ...(project === undefined ? {} : { project }), ...(instance === undefined ? {} : { instance }) };
  const view = await app.history(options);
  if (flags.json) {
    world.stdout.write(json(view));
    return exitCode.verified;
  }
  const { table, words } = historyText(view, {
    now: world.now(),
    ink: inkFor(world, world.stdout),
    width: world.stdout.columns ?? 100,
    verbose: flags.verbose ?? false,
  });
  world.stdout.write(table);
  if (!flags.quiet) world.stderr.write(words);
  return exitCode.verified;
}
