import { inBytes } from '../../contract/bytes.ts';
import { type DiskSpace, howFull } from '../../deploy/model/disk.ts';
import type { Seen } from '../look.ts';

/** How much a place has left. `cost` is told where that is little. */
export function diskLine(what: string, path: string, space: DiskSpace, { cost, repair }: { cost: string; repair: string }): Seen {
  const { bytes, freeBytes, files, freeFiles } = space;
  const inodes = files > 0 ? `, ${Math.round((freeFiles / files) * 100)} % of its inodes` : '';
  const left = `${inBytes(freeBytes)} of ${inBytes(bytes)}${inodes}`;
  const fullness = howFull(space);
  if (fullness === 'enough') return { level: 'ok', message: `${left} is free for ${what} (${path})` };
  return { level: fullness === 'full' ? 'error' : 'warning', message: `only ${left} is free for ${what} (${path})`, cost, repair };
}
