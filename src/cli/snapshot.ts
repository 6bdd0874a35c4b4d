import type { SnapshotOptions } from '../contract/snapshot.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { showProgress } from './print/show-progress.ts';
import { snapshotEnding } from './print/snapshot-ending.ts';
import type { Call } from './world.ts';

export interface VolumeFlags {
  volume?: string[] | undefined;
  record?: string | undefined;
}

/** Copies an instance's volumes and says what became of it. */
export async function snapshot(reference: string | undefined, flags: VolumeFlags, call: Call): Promise<number> {
  const { world } = call;
  const app = await world.openApp();
  const instance = await app.select(reference);
  const progress = showProgress(call);
  const signal = world.interruptible(() => progress.say('still letting everybody go on: it takes a moment'));
  signal.addEventListener('abort', () => progress.say('interrupted: letting everybody go on'), { once: true });
  const ended = await app.snapshot(instance, optionsOf(flags), progress.listen, signal).finally(() => progress.close());
  if (call.flags.json) world.stdout.write(json(ended.record));
  if (!call.flags.events && (!call.flags.quiet || ended.exit !== exitCode.verified))
    world.stderr.write(snapshotEnding(ended.record, inkFor(world, world.stderr)));
  return ended.exit;
}

export function optionsOf({ volume, record }: VolumeFlags): SnapshotOptions {
  return { ...(volume ? { volumes: volume } : {}), ...(record === undefined ? {} : { recordFile: record }) };
}
