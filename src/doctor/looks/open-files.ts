import { fileLimits } from '../../system/machine.ts';
import type { Look, Seen } from '../look.ts';

const leastOpen = 1024;
const leastWatches = 65_536;
const leastInstances = 128;

/** Files that may be open, and watches on files. */
export const openFiles: Look = {
  group: 'machine',
  name: 'open-files',
  async look() {
    const { own, open, most, inotifyWatches: watches, inotifyInstances: instances } = await fileLimits();
    const seen: Seen[] = [];
    if (own !== undefined && own < leastOpen)
      seen.push({
        level: 'warning',
        message: `this shell lets a program open ${own} files`,
        cost: 'Portside and Compose may fail with "too many open files"',
        repair: `ulimit -n ${leastOpen * 4}`,
      });
    if (open !== undefined && most && open > most * 0.9)
      seen.push({
        level: 'warning',
        message: `${open} of ${most} files that the kernel allows are open`,
        cost: 'programs fail with "too many open files in system"',
        repair: 'sudo sysctl fs.file-max=…, or end what opens so many',
      });
    if (watches !== undefined && watches < leastWatches)
      seen.push({
        level: 'note',
        message: `${watches} files may be watched (fs.inotify.max_user_watches)`,
        cost: 'development servers that watch a folder fail with ENOSPC',
        repair: 'sudo sysctl fs.inotify.max_user_watches=524288',
      });
    if (instances !== undefined && instances < leastInstances)
      seen.push({
        level: 'note',
        message: `${instances} programs may watch files (fs.inotify.max_user_instances)`,
        cost: 'containers of one user share them: watchers and kubelets fail with "too many open files"',
        repair: 'sudo sysctl fs.inotify.max_user_instances=1024',
      });
    return seen.length > 0 || own === undefined ? seen : [{ level: 'ok', message: `a program may open ${own} files` }];
  },
};
