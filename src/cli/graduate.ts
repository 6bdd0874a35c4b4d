import type { GraduateOptions } from '../contract/graduate.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { graduateText } from './print/graduate.ts';
import { inkFor } from './print/ink.ts';
import { showProgress } from './print/show-progress.ts';
import { referenceTo } from './reference.ts';
import type { Call } from './world.ts';

interface GraduateFlags {
  ratio?: number | undefined;
  output?: string | undefined;
  record?: string | undefined;
  yes?: true | undefined;
}

/** Asks whether what runs has earned trust, and says what became of that. */
export async function graduate(reference: string | undefined, flags: GraduateFlags, call: Call): Promise<number> {
  const { world } = call;
  const app = await world.openApp();
  const instance = await app.select(reference);
  const progress = showProgress(call);
  const signal = world.interruptible(() => undefined);
  const graduating = await app.graduate(instance, optionsOf(flags), progress.listen, signal).finally(() => progress.close());
  if (call.flags.json) world.stdout.write(json(graduating));
  if (!call.flags.events && (!call.flags.quiet || !graduating.graduated)) {
    const { project, instance: name, directory } = instance;
    const known = referenceTo({ project, instance_id: name, directory }, world.currentDirectory);
    world.stderr.write(
      graduateText(graduating, { reference: known, currentDirectory: world.currentDirectory, ink: inkFor(world, world.stderr) }),
    );
  }
  return graduating.graduated ? exitCode.verified : exitCode.stopped;
}

function optionsOf({ ratio, output, record, yes }: GraduateFlags): GraduateOptions {
  return {
    ...(ratio === undefined ? {} : { ratio }),
    ...(output === undefined ? {} : { output }),
    ...(record === undefined ? {} : { recordFile: record }),
    ...(yes ? { overwrite: true } : {}),
  };
}
