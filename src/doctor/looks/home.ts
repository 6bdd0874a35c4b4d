import { lookAtFolder } from '../../system/folder.ts';
import { diskSpace } from '../../system/machine.ts';
import type { Look, Seen } from '../look.ts';
import { diskLine } from './disk-line.ts';

/** Where plans, records and the database lie. */
export const home: Look = {
  group: 'portside',
  name: 'home',
  async look({ home: folder }) {
    const [found, space] = await Promise.all([lookAtFolder(folder), diskSpace(folder)]);
    const disk = space
      ? [
          diskLine("Portside's own files", folder, space, {
            cost: 'nothing can be recorded, so nothing is deployed',
            repair: 'free some space, or set PORTSIDE_HOME to a folder on another disk',
          }),
        ]
      : [];
    return [...standing(folder, found), ...disk];
  },
};

function standing(folder: string, found: Awaited<ReturnType<typeof lookAtFolder>>): Seen[] {
  const cost = 'Portside cannot keep anything';
  if (found === 'missing') return [{ level: 'note', message: `PORTSIDE_HOME ${folder} is not there yet; the first deployment makes it` }];
  if (found === 'no-folder')
    return [{ level: 'error', message: `PORTSIDE_HOME ${folder} is not a folder`, cost, repair: 'set PORTSIDE_HOME to a folder' }];
  const { writable, mode, mine } = found;
  if (!writable)
    return [
      {
        level: 'error',
        message: `PORTSIDE_HOME ${folder} cannot be written`,
        cost,
        repair: `make it writable for your user (sudo chown -R $USER ${folder}), or set PORTSIDE_HOME to another folder`,
      },
    ];
  const shown = mode.toString(8).padStart(3, '0');
  if (mode & 0o022)
    return [
      {
        level: 'warning',
        message: `others may write into PORTSIDE_HOME ${folder} (mode ${shown})`,
        cost: 'they can change plans that hold your secrets, and what recovery does',
        repair: `chmod 700 ${folder}`,
      },
    ];
  if (!mine)
    return [
      {
        level: 'warning',
        message: `PORTSIDE_HOME ${folder} belongs to another user`,
        cost: "what you deploy is written among somebody else's files",
        repair: `sudo chown -R $USER ${folder}, or run Portside as that user`,
      },
    ];
  if (mode & 0o044)
    return [
      {
        level: 'note',
        message: `others may look into PORTSIDE_HOME ${folder} (mode ${shown}); files with secrets are yours alone`,
        repair: `chmod 700 ${folder}`,
      },
    ];
  return [{ level: 'ok', message: `PORTSIDE_HOME ${folder} is writable, and yours alone (mode ${shown})` }];
}
