import type { Look } from '../look.ts';

const muchMs = 5000;

export const engineClock: Look = {
  group: 'engine',
  name: 'clock',
  async lookAtEngine({ engine }, { clock }) {
    const before = clock.now();
    const { time } = await engine.info();
    const after = clock.now();
    if (time === undefined) return [];
    const skewMs = time < before ? time - before : Math.max(0, time - after);
    if (Math.abs(skewMs) < muchMs) return [{ level: 'ok', message: "the engine's clock goes with this machine's" }];
    return [
      {
        level: 'warning',
        message: `the engine's clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's`,
        cost: 'certificates and tokens may count as not yet valid or no longer valid, and times in logs do not fit together',
        repair: 'let both keep their time by NTP; a virtual machine that slept needs a restart',
      },
    ];
  },
};
