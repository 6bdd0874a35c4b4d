import type { App } from '../contract/app.ts';
import type { InstanceView } from '../contract/instance.ts';
import type { DownOptions } from '../contract/options.ts';
import { exitCode } from '../contract/user-error.ts';
import { downMany } from './down-many.ts';
import { ofThisProject } from './of-this-project.ts';
import { json } from './print/document.ts';
import { downEnding } from './print/down-ending.ts';
import { inkFor } from './print/ink.ts';
import { showProgress } from './print/show-progress.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface DownFlags {
  volumes?: true | undefined;
  all?: true | undefined;
  everything?: true | undefined;
  record?: string | undefined;
  yes?: true | undefined;
}

/** Takes down one instance, all of a project's, or all of the user's. */
export async function down(reference: string | undefined, flags: DownFlags, call: Call): Promise<number> {
  refuseContradictions(reference, flags);
  const { world } = call;
  const options: DownOptions = { volumes: flags.volumes ?? false, ...(flags.record ? { recordFile: flags.record } : {}) };
  const app = await world.openApp();
  if (flags.all) return downMany(await ofThisProject(app, reference), options, app, call);
  if (!flags.everything) return downOne(await app.select(reference), options, app, call);
  const instances = await app.list();
  if (instances.length > 0 && !(await agreed(instances, flags, call))) return exitCode.interrupted;
  return downMany(instances, options, app, call);
}

async function downOne(instance: InstanceView, options: DownOptions, app: App, call: Call): Promise<number> {
  const { world, flags } = call;
  const progress = showProgress(call);
  const signal = world.interruptible(() => progress.say('still taking it down: stopping half-way would leave more behind'));
  const ended = await app.down(instance, options, progress.listen, signal).finally(() => progress.close());
  if (flags.json) world.stdout.write(json(ended.record));
  if (!flags.events && (!flags.quiet || ended.exit !== exitCode.verified)) {
    world.stderr.write(downEnding(ended.record, options, inkFor(world, world.stderr)));
  }
  return ended.exit;
}

function refuseContradictions(reference: string | undefined, { all, everything, record }: DownFlags): void {
  if (all && everything)
    throw usageError('--all and --everything contradict each other', "--all is this project's instances, --everything all of yours");
  if (everything && reference !== undefined)
    throw usageError(`--everything leaves nothing to choose, but ${reference} is named`, `portside down ${reference}`);
  if (record && (all || everything))
    throw usageError('--record copies one record, but several instances are taken down', 'take them all with --json');
}

/** Asked only where somebody can answer. */
async function agreed(instances: InstanceView[], { yes, volumes }: DownFlags, { world }: Call): Promise<boolean> {
  if (yes || !world.stderr.isTTY) return true;
  const names = instances.map(({ project, instance }) => `${project}/${instance}`).join(', ');
  return world.confirm(`Take down ${names}${volumes ? ', data and all' : ''}?`);
}
