import { label } from '../../deploy/model/labels.ts';
import type { IsolatingEngine } from './engine.ts';

/** A process of Portside, on the machine where it runs. */
export interface Owner {
  host: string;
  pid: number;
  startTime: string;
}

/** What everything carries that is made to shut agents in. */
export function isolationLabels({ host, pid, startTime }: Owner): Record<string, string> {
  return { [label.isolation]: 'true', [label.owner]: `${host} ${pid} ${startTime}` };
}

interface Owners {
  self: Pick<Owner, 'host'>;
  isAlive(process: { pid: number; startTime: string }): Promise<boolean>;
}

/** What processes left that do not live any more. Those of other machines that share the engine are left alone: nobody here knows of them. */
export async function leftoversOf<Container extends Labelled, Volume extends Labelled>(
  engine: { listContainers(labels: Labels): Promise<Container[]>; describeVolumes(labels: Labels): Promise<Volume[]> },
  { self, isAlive }: Owners,
): Promise<{ containers: Container[]; volumes: Volume[] }> {
  const isLeft = async ({ labels }: Labelled) => {
    const [host, pid, ...startTime] = (labels[label.owner] ?? '').split(' ');
    return host === self.host && !(await isAlive({ pid: Number(pid), startTime: startTime.join(' ') }));
  };
  const ours = { [label.isolation]: 'true' };
  const [containers, volumes] = await Promise.all([engine.listContainers(ours), engine.describeVolumes(ours)]);
  return { containers: await filtered(containers, isLeft), volumes: await filtered(volumes, isLeft) };
}

/** Removes that: the containers first, for they use the volumes. */
export async function removeLeftovers(
  engine: Pick<IsolatingEngine, 'listContainers' | 'describeVolumes' | 'removeContainer' | 'removeVolume'>,
  owners: Owners,
): Promise<void> {
  const { containers, volumes } = await leftoversOf(engine, owners);
  for (const { id } of containers) await engine.removeContainer(id, { volumes: true });
  for (const { name } of volumes) await engine.removeVolume(name);
}

type Labels = Record<string, string>;
type Labelled = { labels: Labels };

async function filtered<One>(all: One[], holds: (one: One) => Promise<boolean>): Promise<One[]> {
  const held = await Promise.all(all.map(holds));
  return all.filter((_, place) => held[place]);
}
