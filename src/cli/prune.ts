import type { PruneReport } from '../contract/prune.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { pruneDone, pruneText } from './print/prune.ts';
import type { Call } from './world.ts';

interface PruneFlags {
  keep: number;
  dryRun?: true | undefined;
  yes?: true | undefined;
}

/** Removes what nobody needs any more, after showing it. */
export async function prune(reference: string | undefined, { keep, dryRun, yes }: PruneFlags, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const ink = inkFor(world, world.stderr);
  const say = (text: string) => void (flags.quiet || world.stderr.write(text));
  const instance = reference === undefined ? undefined : await app.select(reference);
  const report = await app.prune({ keep, ...(instance ? { instance } : {}) }, agree);
  if (flags.json) world.stdout.write(json(report));
  if (report.items.length === 0) say(pruneText(report, ink));
  else if (report.done) say(pruneDone(report, ink));
  return report.problems.length > 0 ? exitCode.failed : exitCode.verified;

  /** Asked only where somebody can answer. */
  async function agree(seen: PruneReport): Promise<boolean> {
    say(pruneText(seen, ink));
    if (dryRun) return false;
    return yes === true || !world.stderr.isTTY || world.confirm('Remove all of this?');
  }
}
