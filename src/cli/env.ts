import { json } from './print/document.ts';
import { exportLines } from './print/export-lines.ts';
import { tellHalfway } from './tell-halfway.ts';
import type { Call } from './world.ts';

/** The variables of an instance, for a shell or another program. */
export async function env(reference: string | undefined, { format }: { format: 'sh' | 'fish' | 'json' }, call: Call): Promise<number> {
  const { world, flags } = call;
  const app = await world.openApp();
  const instance = await app.select(reference);
  tellHalfway(instance, call);
  const variables = await app.env(instance);
  world.stdout.write(flags.json || format === 'json' ? json(variables) : exportLines(variables, format));
  return 0;
}
