import type { InstanceView } from '../../contract/instance.ts';
import type { DownOptions } from '../../contract/options.ts';
import type { ExecutionRecord } from '../../contract/record.ts';
import type { UserError } from '../../contract/user-error.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';

/** What is said once one instance is down, or is not. */
export function downEnding(record: ExecutionRecord, { volumes }: DownOptions, ink: Ink): string {
  const { project, instance_id: instance } = record.deployment;
  const kept = volumes || !record.metrics.success ? '' : ink.dim(`  its volumes are kept; portside up starts it with them again\n`);
  const problems = (record.failure?.logs ?? []).map((line) => `  ${line}\n`);
  const again = record.metrics.success ? '' : `  ${record.failure?.hint ?? `portside down ${project}/${instance} tries again`}\n`;
  return [downLine(record, ink), ...problems, kept, again].join('');
}

/** One line, also where several go down at once. */
export function downLine({ deployment, metrics, error }: ExecutionRecord, { green, red, marks }: Ink): string {
  const name = `${deployment.project}/${deployment.instance_id}`;
  if (metrics.success) return `${green(marks.ok)} ${name} is down, nothing of it runs (${inSeconds(metrics.startup_duration)})\n`;
  return `${red(marks.failed)} ${name}: ${error ?? 'it is not down'}\n`;
}

export function notDownLine({ project, instance }: InstanceView, { message, hint }: UserError, { red, marks }: Ink): string {
  return `${red(marks.failed)} ${project}/${instance}: ${message}${hint ? `; ${hint}` : ''}\n`;
}
