import type { Deployment } from '../contract/record.ts';
import type { Ended } from '../contract/options.ts';
import { deploy } from '../deploy/deploy.ts';
import type { Judging } from '../deploy/from-files.ts';
import { takeDown } from '../deploy/down.ts';
import { noEngine } from '../deploy/failing.ts';
import { beginExecution } from '../deploy/execution.ts';
import { composeName as composeNameFor } from '../deploy/model/compose-name.ts';
import type { Identity } from '../deploy/model/stack.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { createRedactor } from '../redaction/redact.ts';
import type { ExecutionEvent } from '../contract/events.ts';

/** A throw-away instance: nothing of it is left when it is down, its data neither. */
export interface Copy {
  directory: string;
  name: string;
  /** As `up`: throws UserError for what is no record. */
  up(): Promise<Ended>;
  /** Compose's name of it, once it was up. */
  composeName(): string;
  /** Once more, from nothing. */
  again(): Promise<Ended>;
  /** Whatever it came to; nothing where it was never up. */
  down(): Promise<void>;
  /** One that another process left. */
  remove(identity: Identity): Promise<void>;
}

export interface CopyInput {
  directory: string;
  name: string;
  /** What is looked at before anything of it runs; absent where it is only taken down. */
  judging?: Judging;
  options: { files: string[]; envFiles: string[]; profiles: string[] };
  tools: DeployTools;
  signal: AbortSignal;
  listen: (event: ExecutionEvent) => void;
}

export function throwAway({ directory, name, judging, options, tools, signal, listen }: CopyInput): Copy {
  let last: Ended | undefined;
  const begin = (action: 'up' | 'down', heard: AbortSignal) =>
    beginExecution({ uuid: tools.ids.uuid(), action, clock: tools.clock, signal: heard, redactor: createRedactor(), listen });
  // Whoever stops the run still wants it gone.
  const remove = async (identity: Identity) => {
    await noEngine(takeDown(identity, { volumes: true, atOnce: true }, tools, begin('down', new AbortController().signal)));
  };
  const up = async () => {
    const execution = begin('up', signal);
    // It is removed at once below: what stops by itself may take its grace time, ten seconds by default.
    const asked = { directory, name, keep: true, ...given(options) };
    return (last = await noEngine(deploy(asked, tools, execution, judging)));
  };
  const down = async () => {
    if (!last) return;
    const { project, instance_id: instance, directory: folder } = last.record.deployment;
    const composeName = composeNameOf(last.record.deployment);
    // Where a failure has given its name back, nothing is left of it.
    if (await tools.instances.find(composeName)) await remove({ project, instance, composeName, directory: folder });
  };
  const again = async () => {
    await down();
    return up();
  };
  const composeName = () => (last ? composeNameOf(last.record.deployment) : '');
  return { directory, name, up, again, down, remove, composeName };
}

function composeNameOf({ project, instance_id: instance }: Deployment): string {
  return composeNameFor(project, instance);
}

function given({ files, envFiles, profiles }: CopyInput['options']) {
  return {
    ...(files.length > 0 ? { files } : {}),
    ...(envFiles.length > 0 ? { envFiles } : {}),
    ...(profiles.length > 0 ? { profiles } : {}),
  };
}
