import type Dockerode from 'dockerode';
import type { ObservedVolume } from '../../deploy/model/observed.ts';
import type { Volumes } from '../interface/volumes.ts';
import { ask, labelFilters, made, unlessGone } from './asking.ts';
import { volumeOptions } from './definitions.ts';

export function dockerVolumes(docker: Dockerode): Volumes {
  const list = async (labels: Record<string, string>) => {
    const { Volumes: volumes } = await ask(docker.listVolumes({ filters: { label: labelFilters(labels) } }));
    return volumes ?? [];
  };
  return {
    listVolumes: async (labels) => (await list(labels)).map(({ Name }) => Name),
    describeVolumes: async (labels) => (await list(labels)).map(observedVolume),
    async createVolume(name, definition, labels) {
      // The engine answers a second creation as if it were the first.
      if (await unlessGone(docker.getVolume(name).inspect())) return false;
      return made(docker.createVolume(volumeOptions(name, definition, labels)));
    },
    async removeVolume(name) {
      await unlessGone(docker.getVolume(name).remove());
    },
  };
}

function observedVolume({ Name, Driver, Options, Labels }: Dockerode.VolumeInspectInfo): ObservedVolume {
  return { name: Name, driver: Driver, options: Options ?? {}, labels: Labels ?? {} };
}
