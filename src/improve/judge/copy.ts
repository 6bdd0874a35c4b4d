import type { Deployment } from '../../contract/record.ts';
import type { Ended } from '../../contract/options.ts';
import { deploy } from '../../deploy/deploy.ts';
import type { Judging } from '../../deploy/from-files.ts';
import { takeDown } from '../../deploy/down.ts';
import { noEngine } from '../../deploy/failing.ts';
import { type Execution, beginExecution } from '../../deploy/execution.ts';
import { composeName as composeNameFor } from '../../deploy/model/compose-name.ts';
import type { Identity } from '../../deploy/model/stack.ts';
import type { DeployTools } from '../../deploy/tools.ts';
import { createRedactor } from '../../redaction/redact.ts';
import type { ExecutionEvent } from '../../contract/events.ts';

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
}

export interface CopyInput {
  directory: string;
  name: string;
  /** What is looked at before anything of it runs; absent where it is only taken down. */
  judging?: Judging;
  options: { files: string[]; envFiles: string[]; profiles: string[]; timeoutMs?: number };
  tools: DeployTools;
  signal: AbortSignal;
  listen: (event: ExecutionEvent) => void;
}

export function throwAway({ directory, name, judging, options, tools, signal, listen }: CopyInput): Copy {
  let last: Ended | undefined;
  const up = async () => {
    const execution = begin('up', signal, { tools, listen });
    // It is removed at once below: what stops by itself may take its grace time, ten seconds by default.
    const asked = { directory, name, keep: true, ...given(options) };
    return (last = await noEngine(deploy(asked, tools, execution, judging)));
  };
  const down = async () => {
    if (!last) return;
    const { project, instance_id: instance, directory: folder } = last.record.deployment;
    const composeName = composeNameOf(last.record.deployment);
    // Where a failure has given its name back, nothing is left of it.
    if (await tools.instances.find(composeName)) await removeCopy({ project, instance, composeName, directory: folder }, { tools, listen });
  };
  const again = async () => {
    await down();
    return up();
  };
  const composeName = () => (last ? composeNameOf(last.record.deployment) : '');
  return { directory, name, up, again, down, composeName };
}

type Surroundings = Pick<CopyInput, 'tools' | 'listen'>;

/** Takes one away with its data, another process's too: whoever stops the run still wants it gone. */
export async function removeCopy(identity: Identity, around: Surroundings): Promise<void> {
  const execution = begin('down', new AbortController().signal, around);
  await noEngine(takeDown(identity, { volumes: true, atOnce: true }, around.tools, execution));
}

function begin(action: 'up' | 'down', signal: AbortSignal, { tools: { ids, clock }, listen }: Surroundings): Execution {
  return beginExecution({ uuid: ids.uuid(), action, clock, signal, redactor: createRedactor(), listen });
}

function composeNameOf({ project, instance_id: instance }: Deployment): string {
  return composeNameFor(project, instance);
}

function given({ files, envFiles, profiles, timeoutMs }: CopyInput['options']) {
  return {
    ...(files.length > 0 ? { files } : {}),
    ...(envFiles.length > 0 ? { envFiles } : {}),
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}
