import type { Repairing } from '../contract/check.ts';
import { diffText } from './print/diff.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

export interface Offer {
  /** `--yes`: nobody is asked. */
  yes: boolean;
  /** Somebody reads along, and no program. */
  forPeople: boolean;
  /** `Repair it like this?` */
  question: string;
  /** What to type to have it written without a question. */
  unasked: string;
}

/** Shows what would be changed, asks, and writes it. Resolves to the files; undefined where nothing was written. */
export async function offerRepair(repair: Repairing, offer: Offer, { world, flags }: Call): Promise<string[] | undefined> {
  const ink = inkFor(world, world.stderr);
  if (!flags.quiet) world.stderr.write(`${diffText(repair.patch, ink)}\n`);
  if (!offer.yes && !(await agreed(offer, { world, flags }))) return undefined;
  const { files } = await repair.apply();
  return files.map((file) => file.replace(`${world.currentDirectory}/`, ''));
}

async function agreed({ forPeople, question, unasked }: Offer, { world, flags }: Call): Promise<boolean> {
  if (world.stderr.isTTY === true && world.stdout.isTTY === true && !flags.json && forPeople) return world.confirm(question);
  world.stderr.write(`nothing was written: ${unasked} writes it without asking\n\n`);
  return false;
}
