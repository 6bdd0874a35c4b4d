import type { UpOptions } from '../contract/options.ts';
import { showDeployment } from './show-deployment.ts';
import { showPreview } from './show-preview.ts';
import { type UpFlags, refuseContradictions } from './up-flags.ts';
import type { Call } from './world.ts';

/** Brings an instance up and says how it ended. */
export async function up(directory: string | undefined, flags: UpFlags, call: Call): Promise<number> {
  refuseContradictions(flags);
  const options = optionsOf(directory, flags);
  if (flags.dryRun) return preview(options, call);
  return showDeployment((app, listen, signal) => app.up(options, listen, signal), call, options.keep);
}

async function preview(options: UpOptions, call: Call): Promise<number> {
  const app = await call.world.openApp();
  return showPreview(await app.preview(options), call);
}

function optionsOf(directory: string | undefined, flags: UpFlags): UpOptions {
  const options: { [Key in keyof UpOptions]: UpOptions[Key] | undefined } = {
    directory,
    name: flags.name,
    fresh: flags.new,
    only: flags.only,
    files: flags.file,
    envFiles: flags.envFile,
    profiles: flags.profile,
    ports: flags.port,
    timeoutMs: flags.timeout,
    settleMs: flags.settle,
    keep: flags.keep,
    adopt: flags.adopt,
    waitMs: flags.wait,
    drainMs: flags.drain,
    canary: flags.canary,
    promote: flags.promote,
    abort: flags.abort,
    snapshot: flags.snapshot,
    recordFile: flags.record,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
