import { inBytes } from '../../contract/bytes.ts';
import { machineLoad } from '../../system/machine.ts';
import type { Look, Seen } from '../look.ts';

export const memory: Look = {
  group: 'machine',
  name: 'memory',
  async look() {
    const { memoryBytes, availableBytes, cpus, load } = await machineLoad();
    const little = availableBytes !== undefined && availableBytes < Math.min(512 * 1024 ** 2, memoryBytes / 10);
    const available = availableBytes === undefined ? inBytes(memoryBytes) : `${inBytes(availableBytes)} of ${inBytes(memoryBytes)}`;
    const first: Seen = little
      ? {
          level: 'warning',
          message: `only ${available} of memory is left`,
          cost: 'the kernel may kill containers',
          repair: 'end what is not needed: portside ps, docker stats',
        }
      : { level: 'ok', message: `${available} of memory is left` };
    const busy = load > cpus * 4;
    const about = `${cpus} processors, ${load.toFixed(1)} programs want to run`;
    const second: Seen = busy
      ? {
          level: 'warning',
          message: about,
          cost: 'what starts now takes long, and healthchecks may give up too early',
          repair: 'wait, or see with `top` what runs',
        }
      : { level: 'ok', message: about };
    return [first, second];
  },
};
