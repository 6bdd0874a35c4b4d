import type { InstanceView } from '../../contract/instance.ts';
import type { Compose } from '../../engine/interface.ts';
import type { Instances } from '../../ledger/instances.ts';
import { readIfExists } from '../../system/files.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import { learnStack } from '../record/learn-stack.ts';
import { createRedactor } from '../record/redact.ts';
import { readContents } from '../resolve/contents.ts';

export interface LogReading {
  compose: Pick<Compose, 'logs'>;
  instances: Pick<Instances, 'find'>;
  onLine: (line: string) => void;
  signal: AbortSignal;
}

/** Logs of an instance, line by line, without the secrets that its plan knows. */
export async function readRedacted(
  instance: InstanceView,
  { services, ...options }: { services: string[]; follow: boolean; tail: number | 'all' },
  { compose, instances, onLine, signal }: LogReading,
): Promise<void> {
  const redactor = createRedactor();
  const registered = await instances.find(instance.compose_name);
  const text = registered?.planFile ? await readIfExists(registered.planFile) : undefined;
  const plan = text ? (JSON.parse(text) as ComposeFile) : undefined;
  if (plan) learnStack(redactor, plan, await readContents(plan, {}));
  const tell = (line: string) => {
    // Once told to stop, Compose says that it was.
    if (!signal.aborted) onLine(redactor.text(line));
  };
  await compose.logs(instance.compose_name, services, options, { signal, onLine: tell });
}
