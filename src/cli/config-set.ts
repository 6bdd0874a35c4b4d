import { type ConfigFlags, optionsOf } from './config.ts';
import { changeText } from './print/config-change.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

/** `NAME=VALUE…`, or one `NAME` whose value comes from standard input, without its last line's end. */
export async function setConfig(words: readonly string[], flags: ConfigFlags, call: Call): Promise<number> {
  const alone = words.filter((word) => !word.includes('='));
  if (alone.length > 1)
    throw usageError(
      `standard input holds one value, and ${alone.join(', ')} ask for one each`,
      'portside config set NAME=VALUE, or one NAME at a time',
    );
  const wanted: Record<string, string> = {};
  for (const word of words) {
    const sign = word.indexOf('=');
    wanted[sign < 0 ? word : word.slice(0, sign)] =
      sign < 0 ? (await call.world.readValue(`The value of ${word}`)).replace(/\r?\n$/, '') : word.slice(sign + 1);
  }
  return change(wanted, flags, call);
}

export async function unsetConfig(names: readonly string[], flags: ConfigFlags, call: Call): Promise<number> {
  return change(Object.fromEntries(names.map((name) => [name, null])), flags, call);
}

async function change(
  wanted: Record<string, string | null>,
  flags: ConfigFlags,
  { world, flags: { json: asJson, quiet } }: Call,
): Promise<number> {
  const app = await world.openApp();
  const done = await app.changeConfig(optionsOf(flags), wanted);
  if (asJson) world.stdout.write(json(done));
  else if (!quiet) world.stderr.write(changeText(done, inkFor(world, world.stderr)));
  return 0;
}
