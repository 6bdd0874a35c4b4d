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

/** Removes what processes left that do not live any more. Those of other machines that share the engine are left alone: nobody here knows of them. */
export async function removeLeftovers(
  engine: Pick<IsolatingEngine, 'listContainers' | 'describeVolumes' | 'removeContainer' | 'removeVolume'>,
  { self, isAlive }: { self: Owner; isAlive(process: { pid: number; startTime: string }): Promise<boolean> },
): Promise<void> {
  const isLeft = async ({ labels }: { labels: Record<string, string> }) => {
    const [host, pid, ...startTime] = (labels[label.owner] ?? '').split(' ');
    return host === self.host && !(await isAlive({ pid: Number(pid), startTime: startTime.join(' ') }));
  };
  const ours = { [label.isolation]: 'true' };
  for (const container of await engine.listContainers(ours))
    if (await isLeft(container)) await engine.removeContainer(container.id, { volumes: true });
  for (const volume of await engine.describeVolumes(ours)) if (await isLeft(volume)) await engine.removeVolume(volume.name);
}
