import type { App } from '../contract/app.ts';
import type { ExecutionEvent } from '../contract/events.ts';
import type { Ended } from '../contract/options.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import type { FindingEvent, UpEnding } from './print/ending.ts';
import { inkFor } from './print/ink.ts';
import { showProgress } from './print/show-progress.ts';
import { upEnding } from './print/up-ending.ts';
import { referenceTo } from './reference.ts';
import type { Call } from './world.ts';

export type Deploying = (app: App, listen: (event: ExecutionEvent) => void, signal: AbortSignal) => Promise<Ended>;

/** Shows an `up` or a `rollback` while it works, and says how it ended; Ctrl-C is heard. */
export async function showDeployment(deploy: Deploying, call: Call, keepAsked = false): Promise<number> {
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
  const ended = await deploy(app, listen, signal).finally(() => progress.close());
  const reference = referenceTo(ended.record.deployment, world.currentDirectory);
  printEnding({ ...ended, findings, reference, verbose: flags.verbose ?? false, keepAsked }, call);
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
