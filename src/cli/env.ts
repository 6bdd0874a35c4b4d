import { json } from './print/document.ts';
import { exportLines } from './print/export-lines.ts';
import type { Call } from './world.ts';

/** The variables of an instance, for a shell or another program. */
export async function env(
  reference: string | undefined,
  { format }: { format: 'sh' | 'fish' | 'json' },
  { world, flags }: Call,
): Promise<number> {
  const app = await world.openApp();
  const variables = await app.env(await app.select(reference));
  world.stdout.write(flags.json || format === 'json' ? json(variables) : exportLines(variables, format));
  return 0;
}
