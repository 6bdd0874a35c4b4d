import type { App } from '../contract/app.ts';
import type { InstanceView } from '../contract/instance.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { age } from './print/seconds.ts';
import { showProgress } from './print/show-progress.ts';
import { restoreEnding } from './print/snapshot-ending.ts';
import { recogniseInstance } from './recognise.ts';
import { type VolumeFlags, optionsOf } from './snapshot.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface RestoreFlags extends VolumeFlags {
  yes?: true | undefined;
}

/** `[INSTANCE] [SNAPSHOT]`: brings volumes back, after asking where somebody can answer. */
export async function restore(words: readonly string[], flags: RestoreFlags, call: Call): Promise<number> {
  const { world } = call;
  const app = await world.openApp();
  const { instance, snapshot } = await meant(app, words, flags.volume ?? []);
  if (!(await agreed(instance, snapshot, flags, call))) return exitCode.interrupted;
  const progress = showProgress(call);
  const signal = world.interruptible(() => progress.say('still restoring: stopping half-way would leave half of the data'));
  const options = { ...optionsOf(flags), ...(snapshot ? { snapshot: snapshot.id } : {}) };
  const ended = await app.restore(instance, options, progress.listen, signal).finally(() => progress.close());
  if (call.flags.json) world.stdout.write(json(ended.record));
  if (!call.flags.events && (!call.flags.quiet || ended.exit !== exitCode.verified))
    world.stderr.write(restoreEnding(ended, inkFor(world, world.stderr)));
  return ended.exit;
}

/** One word is a snapshot where one has that id, or begins like it; ids are nobody's twice. */
async function meant(app: App, words: readonly string[], volumes: string[]): Promise<{ instance: InstanceView; snapshot?: Snapshot }> {
  const [first, second, third] = words;
  if (third !== undefined) throw usageError(`${third} is one word too many`, 'portside restore [INSTANCE] [SNAPSHOT]');
  const all = await app.snapshots();
  if (first !== undefined && second === undefined) {
    const snapshot = called(all, first);
    if (snapshot) return { instance: await app.select(`${snapshot.project}/${snapshot.instance}`), snapshot };
  }
  const { instance, rest } =
    second === undefined ? await recogniseInstance(app, words) : { instance: await app.select(first), rest: [second] };
  const own = all.filter((one) => one.compose_name === instance.compose_name);
  const [wanted] = rest;
  const snapshot = wanted === undefined ? own.find((one) => hasAll(one, volumes)) : called(own, wanted);
  if (wanted === undefined || snapshot) return { instance, ...(snapshot ? { snapshot } : {}) };
  const name = `${instance.project}/${instance.instance}`;
  throw usageError(
    `${name} has no snapshot ${wanted}`,
    own.length > 0 ? `it has ${own.map(({ id }) => id).join(', ')}` : `portside snapshot ${name} makes one`,
  );
}

function hasAll(snapshot: Snapshot, words: string[]): boolean {
  return words.every((word) => snapshot.volumes.some(({ name, key }) => word === name || word === key));
}

function called(all: Snapshot[], word: string): Snapshot | undefined {
  const like = all.filter(({ id }) => id.startsWith(word));
  return all.find(({ id }) => id === word) ?? (like.length === 1 && word.length >= shortestBeginning ? like[0] : undefined);
}

/** Shorter ones may well be an instance's name. */
const shortestBeginning = 8;

async function agreed(
  { project, instance }: InstanceView,
  snapshot: Snapshot | undefined,
  { yes, volume }: RestoreFlags,
  { world }: Call,
): Promise<boolean> {
  if (yes || !snapshot || !world.stderr.isTTY) return true;
  const volumes = volume ?? snapshot.volumes.map(({ key, name }) => key ?? name);
  const from = `${snapshot.id}, ${age(snapshot.created_at, world.now())} old`;
  return world.confirm(`Replace all that is in ${volumes.join(', ')} of ${project}/${instance} by the snapshot ${from}?`);
}
