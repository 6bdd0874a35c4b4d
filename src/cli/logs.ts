import { json } from './print/document.ts';
import { recogniseInstance } from './recognise.ts';
import { tellHalfway } from './tell-halfway.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface LogFlags {
  follow?: true | undefined;
  tail?: number | 'all' | undefined;
}

/** What the services of an instance print. */
export async function logs(words: readonly string[], { follow, tail = 'all' }: LogFlags, call: Call): Promise<number> {
  const { world, flags } = call;
  if (follow && flags.json) throw usageError('--follow never ends, and --json is one document', 'leave one of them out');
  const app = await world.openApp();
  const { instance, rest: services } = await recogniseInstance(app, words);
  tellHalfway(instance, call);
  const known = instance.services.map(({ service }) => service);
  const unknown = services.find((service) => !known.includes(service));
  if (unknown !== undefined)
    throw usageError(`${instance.project}/${instance.instance} has no service ${unknown}`, `it has ${known.join(', ')}`);
  const lines: string[] = [];
  const print = (text: string) => (flags.json ? lines.push(text) : world.stdout.write(`${text}\n`));
  const signal = world.interruptible(() => undefined);
  await app.logs(instance, { services, follow: follow ?? false, tail }, print, signal);
  if (flags.json) world.stdout.write(json(lines));
  return signal.aborted ? 130 : 0;
}
