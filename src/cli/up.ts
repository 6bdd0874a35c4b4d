import type { ExecutionEvent } from '../contract/events.ts';
import type { UpOptions } from '../contract/options.ts';
import { exitCode } from '../contract/user-error.ts';
import type { FindingEvent, UpEnding } from './print/ending.ts';
import { upEnding } from './print/up-ending.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { previewText } from './print/preview.ts';
import { showProgress } from './print/show-progress.ts';
import { referenceTo } from './reference.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface UpFlags {
  name?: string | undefined;
  new?: true | undefined;
  only?: string[] | undefined;
  file?: string[] | undefined;
  envFile?: string[] | undefined;
  profile?: string[] | undefined;
  port?: string[] | undefined;
  timeout?: number | undefined;
  settle?: number | undefined;
  keep?: true | undefined;
  adopt?: true | undefined;
  dryRun?: true | undefined;
  record?: string | undefined;
}

/** Brings an instance up and says how it ended. */
export async function up(directory: string | undefined, flags: UpFlags, call: Call): Promise<number> {
  if (flags.name !== undefined && flags.new)
    throw usageError('--name and --new contradict each other', 'a fresh copy gets a name of its own: leave --name out');
  if (flags.timeout === 0) throw usageError('--timeout 0s would give up at once', 'such as --timeout 120s');
  const options = optionsOf(directory, flags);
  if (flags.dryRun) return preview(options, call);
  return deploy(options, flags.keep ?? false, call);
}

async function deploy(options: UpOptions, kept: boolean, call: Call): Promise<number> {
  const { world, flags } = call;
  const app = await world.openApp();
  const progress = showProgress(call);
  const findings: FindingEvent[] = [];
  const listen = (event: ExecutionEvent) => {
    if (event.event === 'finding') findings.push(placedFrom(world.currentDirectory, event));
    progress.listen(event);
  };
  const signal = world.interruptible(() => progress.say('still undoing what was started: it takes a moment'));
  signal.addEventListener('abort', () => progress.say('interrupted: undoing what was started'), { once: true });
  const ended = await app.up(options, listen, signal).finally(() => progress.close());
  const reference = referenceTo(ended.record.deployment, world.currentDirectory);
  printEnding({ ...ended, findings, reference, kept, verbose: flags.verbose ?? false }, call);
  return ended.exit;
}

function printEnding(ended: UpEnding, { world, flags }: Call): void {
  if (flags.json) world.stdout.write(json(ended.record));
  if (flags.events) return;
  // Where a program reads along, its log must not keep what the lines may hold.
  const ending = flags.json ? { ...ended, connect: [] } : ended;
  const { before, result, after } = upEnding(ending, { words: inkFor(world, world.stderr), result: inkFor(world, world.stdout) });
  if (!flags.quiet || ending.exit !== exitCode.verified) world.stderr.write(before);
  // Where the document has taken standard output, people still want to see where to go.
  if (!flags.json) world.stdout.write(result);
  else if (!flags.quiet) world.stderr.write(result);
  if (!flags.quiet) world.stderr.write(after);
}

/** A place below the current folder is shown as one would type it. */
function placedFrom(currentDirectory: string, { where, ...finding }: FindingEvent): FindingEvent {
  return where === undefined ? finding : { ...finding, where: where.replace(`${currentDirectory}/`, '') };
}

async function preview(options: UpOptions, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const seen = await app.preview(options);
  world.stdout.write(flags.json ? json(seen) : previewText(seen, inkFor(world, world.stdout)));
  return seen.findings.some((finding) => finding.severity === 'error') ? exitCode.stopped : exitCode.verified;
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
    recordFile: flags.record,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
