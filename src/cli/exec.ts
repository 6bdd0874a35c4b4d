import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

/** `[INSTANCE] SERVICE -- COMMAND…`; the command's exit code is ours. */
export async function exec(words: readonly string[], command: readonly string[] | undefined, { world }: Call): Promise<number> {
  if (words.length === 0 || words.length > 2)
    throw usageError('exec takes [INSTANCE] SERVICE -- COMMAND…', 'such as: portside exec demo web -- sh');
  if (!command || command.length === 0)
    throw usageError('exec needs a command after --', `such as: portside exec ${words.join(' ')} -- sh`);
  const app = await world.openApp();
  const [service = '', reference] = words.toReversed();
  return app.exec(await app.select(reference), service, [...command]);
}
