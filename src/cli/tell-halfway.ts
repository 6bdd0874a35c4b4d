import type { InstanceView } from '../contract/instance.ts';
import { halfwayLines } from './print/halfway.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

/** A command that only reads says what is not as it will stay, beside its result. */
export function tellHalfway(instance: InstanceView, { world, flags }: Call): void {
  if (!flags.quiet) world.stderr.write(halfwayLines(instance, { now: world.now(), ink: inkFor(world, world.stderr) }).join(''));
}
