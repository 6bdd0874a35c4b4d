import { diskSpace } from '../../system/machine.ts';
import type { Look } from '../look.ts';
import { diskLine } from './disk-line.ts';

export const engineDisk: Look = {
  group: 'engine',
  name: 'disk',
  async lookAtEngine({ facts, info }) {
    const space = facts.local && info.rootDirectory ? await diskSpace(info.rootDirectory) : undefined;
    if (!space) return [];
    const cost = 'images cannot be pulled or built, and what writes into its container or a volume fails';
    const repair =
      '`docker system df` shows what takes the space; `docker builder prune` and `docker image prune` give back what nobody uses';
    return [diskLine('images, containers and volumes', info.rootDirectory, space, { cost, repair })];
  },
};
