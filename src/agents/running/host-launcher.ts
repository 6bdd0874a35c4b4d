import type { Clock } from '../../system/clock.ts';
import { endGroup } from '../../system/end-group.ts';
import type { Ids } from '../../system/ids.ts';
import { startGroup } from '../../system/process-group.ts';
import { createStrayKiller } from '../../system/stray-processes.ts';
import type { Launcher } from './launcher.ts';

/** By this variable processes are found that left the group they were born in. */
export const markName = 'PORTSIDE_TRY';

/** At strays; one that cannot be killed must not keep us. */
const mostLooks = 50;

/** Programs as children of this process, each in a group of its own. */
export function createHostLauncher({ clock, ids }: { clock: Clock; ids: Ids }): Launcher {
  const killStrays = createStrayKiller();
  return {
    async launch(argv, { cwd, env }) {
      const mark = ids.uuid();
      const group = await startGroup(argv, { cwd, env: { ...env, [markName]: mark } });
      let ending: Promise<void> | undefined;
      const end = async () => {
        if (group.exists()) await endGroup(group, clock);
        // What was born while one look was under way is found by the next.
        for (let looks = 0; looks < mostLooks && (await killStrays(`${markName}=${mark}`)) > 0; looks += 1);
      };
      return { stdout: group.stdout, stderr: group.stderr, exited: group.exited, end: () => (ending ??= end()) };
    },
  };
}
