import type { Look, Seen } from '../look.ts';

/** Whether limits of memory are kept. */
export const limits: Look = {
  group: 'engine',
  name: 'cgroup',
  async lookAtEngine({ info: { cgroupVersion, memoryLimit, swapLimit } }) {
    const seen: Seen[] = [];
    if (!memoryLimit)
      seen.push({
        level: 'warning',
        message: 'the engine cannot limit memory',
        cost: 'mem_limit has no effect: one container can take all of it',
        repair:
          "boot with cgroup_enable=memory (Raspberry Pi: in /boot/cmdline.txt); rootless: delegate the memory controller to your user's systemd",
      });
    else if (!swapLimit)
      seen.push({
        level: 'note',
        message: 'the engine cannot limit swap',
        cost: 'a container over its memory limit swaps instead of being killed; memswap_limit has no effect',
        repair: 'boot with swapaccount=1',
      });
    const ok: Seen = {
      level: 'ok',
      message: `cgroup ${cgroupVersion ? `v${cgroupVersion}` : 'of an unknown version'}, memory limits are kept`,
    };
    return seen.length > 0 ? seen : [ok];
  },
};
