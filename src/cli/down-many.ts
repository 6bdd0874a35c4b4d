import type { App } from '../contract/app.ts';
import type { ExecutionEvent } from '../contract/events.ts';
import type { InstanceView } from '../contract/instance.ts';
import type { DownOptions } from '../contract/options.ts';
import type { ExecutionRecord } from '../contract/record.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { json, line } from './print/document.ts';
import { downLine, notDownLine } from './print/down-ending.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

/** An engine stops a handful of stacks at once about as fast as one. */
const atOnce = 4;

/** Takes several instances down, each on its own: one that cannot be taken down does not keep the others. */
export async function downMany(instances: InstanceView[], options: DownOptions, app: App, { world, flags }: Call): Promise<number> {
  const ink = inkFor(world, world.stderr);
  const speaks = !flags.events && !flags.quiet;
  const signal = world.interruptible(() => world.stderr.write('still taking down what was begun\n'));
  const listen = (event: ExecutionEvent) => flags.events && world.stdout.write(line(event));
  const records: ExecutionRecord[] = [];
  const exits: number[] = [];
  const takeDown = async (instance: InstanceView) => {
    try {
      const { record, exit } = await app.down(instance, options, listen, signal);
      records.push(record);
      exits.push(exit);
      if (speaks || exit !== exitCode.verified) world.stderr.write(downLine(record, ink));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      exits.push(error.exit);
      world.stderr.write(notDownLine(instance, error, ink));
    }
  };
  await eachOf(instances, takeDown, signal);
  if (instances.length === 0 && speaks) world.stderr.write('nothing to take down\n');
  if (flags.json) world.stdout.write(json(records));
  if (signal.aborted) return exitCode.interrupted;
  return exits.find((exit) => exit !== exitCode.verified) ?? exitCode.verified;
}

/** Begins nothing new once the signal has come. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>, signal: AbortSignal): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
