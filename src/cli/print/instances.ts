import type { InstanceView } from '../../contract/instance.ts';
import { columns } from './columns.ts';
import { halfwayLines } from './halfway.ts';
import type { Ink } from './ink.ts';
import { age } from './seconds.ts';

interface Reading {
  now: number;
  ink: Ink;
  /** Each service below its instance. */
  verbose: boolean;
}

/** The table of `ps`, and what is to be said about it. */
export function instancesText(instances: InstanceView[], reading: Reading): { table: string; words: string } {
  if (instances.length === 0) return { table: '', words: 'nothing runs; portside up [dir] starts a project\n' };
  const { bold } = reading.ink;
  const header = ['PROJECT', 'INSTANCE', 'STATE', 'SERVICES', 'ENDPOINTS', 'AGE'].map(bold);
  const table = columns([header, ...instances.flatMap((instance) => rowsOf(instance, reading))]);
  return { table: `${table.join('\n')}\n`, words: instances.flatMap((instance) => halfwayLines(instance, reading)).join('') };
}

function rowsOf(instance: InstanceView, { now, ink, verbose }: Reading): string[][] {
  const services = `${instance.services.filter(isWell).length}/${instance.services.length}`;
  const [first = '', ...others] = instance.endpoints.map(({ name, url }) => `${name} ${ink.cyan(url)}`);
  const state = stateInk(instance.state, ink)(instance.state);
  return [
    [instance.project, instance.instance, state, services, first, age(instance.updated_at, now)],
    ...others.map((endpoint) => ['', '', '', '', endpoint]),
    ...(verbose
      ? instance.services.map(({ service, state: is, health, container }) => ['', `  ${service}`, health ?? is, '', ink.dim(container)])
      : []),
  ];
}

function isWell({ state, health }: InstanceView['services'][number]): boolean {
  return state === 'running' && (health === undefined || health === 'none' || health === 'healthy');
}

function stateInk(state: InstanceView['state'], { green, yellow, red, dim }: Ink): (text: string) => string {
  if (state === 'running') return green;
  if (state === 'stopped' || state === 'down') return dim;
  return state === 'starting' ? yellow : red;
}
