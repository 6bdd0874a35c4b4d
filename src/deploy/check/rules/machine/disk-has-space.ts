import { inBytes } from '../../../../contract/bytes.ts';
import { howFull } from '../../../model/disk.ts';
import type { Rule } from '../../rule.ts';

export const diskHasSpace: Rule = {
  id: 'disk-has-space',
  why: 'Images, containers and volumes share one disk: when it is full, builds stop and databases break.',
  cause: 'no-space',
  look({ surroundings }) {
    const { disk } = surroundings.machine;
    const fullness = disk ? howFull(disk.space) : 'enough';
    if (!disk || fullness === 'enough') return [];
    const { freeBytes, freeFiles, files } = disk.space;
    const inodes = files > 0 && freeFiles < files / 50 ? ` and ${freeFiles} inodes` : '';
    return [
      {
        severity: fullness === 'full' ? 'error' : 'warning',
        message: `the engine's disk has ${inBytes(freeBytes)}${inodes} left (${disk.path})`,
        fix: '`docker system df` shows what takes the space; `docker builder prune` and `docker image prune` give back what nobody uses',
      },
    ];
  },
};
