import type { InstanceView } from '../../contract/instance.ts';
import type { Compose } from '../../engine/interface.ts';
import type { Instances } from '../../ledger/instances.ts';
import type { GeneratedValues } from '../../ledger/generated-values.ts';
import { learnStack } from '../record/learn-stack.ts';
import { createRedactor } from '../../redaction/redact.ts';
import { readContents } from '../resolve/contents.ts';
import { planOf } from './plan-of.ts';

export interface LogReading {
  compose: Pick<Compose, 'logs'>;
  instances: Pick<Instances, 'find'>;
  generated: Pick<GeneratedValues, 'of'>;
  onLine: (line: string) => void;
  signal: AbortSignal;
}

/** Logs of an instance, line by line, without the secrets that its plan knows or that were made for it. */
export async function readRedacted(
  instance: InstanceView,
  { services, ...options }: { services: string[]; follow: boolean; tail: number | 'all' },
  { compose, instances, generated, onLine, signal }: LogReading,
): Promise<void> {
  const redactor = createRedactor();
  redactor.learnSecrets(await generated.of(instance.compose_name));
  const plan = await planOf(instance, instances);
  if (plan) learnStack(redactor, plan, await readContents(plan, {}));
  const tell = (line: string) => {
    // Once told to stop, Compose says that it was.
    if (!signal.aborted) onLine(redactor.text(line));
  };
  await compose.logs(instance.compose_name, services, options, { signal, onLine: tell });
}
