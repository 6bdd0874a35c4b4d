import type { InstanceView } from '../contract/instance.ts';
import type { RollbackOptions } from '../contract/options.ts';
import { exitCode } from '../contract/user-error.ts';
import { showDeployment } from './show-deployment.ts';
import { showPreview } from './show-preview.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface RollbackFlags {
  to?: number | undefined;
  restore?: true | undefined;
  timeout?: number | undefined;
  settle?: number | undefined;
  wait?: number | undefined;
  drain?: number | undefined;
  dryRun?: true | undefined;
  record?: string | undefined;
  yes?: true | undefined;
}

/** Brings an earlier revision of an instance back, and says how it ended. */
export async function rollback(reference: string | undefined, flags: RollbackFlags, call: Call): Promise<number> {
  if (flags.timeout === 0) throw usageError('--timeout 0s would give up at once', 'such as --timeout 120s');
  const app = await call.world.openApp();
  const instance = await app.select(reference);
  const options = optionsOf(flags);
  if (flags.dryRun) return showPreview(await app.previewRollback(instance, options), call);
  if (flags.restore && !(await agreed(instance, flags, call))) return exitCode.interrupted;
  return showDeployment((_app, listen, signal) => app.rollback(instance, options, listen, signal), call);
}

/** Asked only where somebody can answer. */
async function agreed({ project, instance }: InstanceView, { yes }: RollbackFlags, { world }: Call): Promise<boolean> {
  if (yes || !world.stderr.isTTY) return true;
  return world.confirm(`Put the volumes of ${project}/${instance} back too? What was written since the snapshot is lost.`);
}

function optionsOf({ to, restore, timeout, settle, wait, drain, record }: RollbackFlags): RollbackOptions {
  const options: { [Key in keyof RollbackOptions]: RollbackOptions[Key] | undefined } = {
    to,
    restore,
    timeoutMs: timeout,
    settleMs: settle,
    waitMs: wait,
    drainMs: drain,
    recordFile: record,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
