import type { ComposeVolume } from '../../deploy/model/compose-file.ts';
import type { Volumes } from '../interface/volumes.ts';
import { carries } from './event-channel.ts';
import type { FakeFiles } from './fake-container.ts';

export interface FakeVolume {
  driver: string;
  options: Record<string, string>;
  labels: Record<string, string>;
  files: FakeFiles;
}

export function fakeVolumes(volumes: Map<string, FakeVolume>): Volumes {
  const described = (wanted: Record<string, string>) =>
    [...volumes]
      .filter(([, { labels }]) => carries(labels, wanted))
      .map(([name, { driver, options, labels }]) => ({ name, driver, options, labels }));
  return {
    listVolumes: async (labels) => described(labels).map(({ name }) => name),
    describeVolumes: async (labels) => described(labels),
    createVolume: async (name, definition, labels) => putVolume(volumes, name, definition, labels),
    async removeVolume(name) {
      volumes.delete(name);
    },
  };
}

/** Whether it is new. */
export function putVolume(
  volumes: Map<string, FakeVolume>,
  name: string,
  definition: ComposeVolume,
  labels: Record<string, string>,
): boolean {
  if (volumes.has(name)) return false;
  const options = Object.fromEntries(Object.entries(definition.driver_opts ?? {}).map(([key, value]) => [key, String(value)]));
  volumes.set(name, { driver: definition.driver ?? 'local', options, labels: { ...definition.labels, ...labels }, files: new Map() });
  return true;
}
