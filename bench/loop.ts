import { parseArgs } from 'node:util';
import { countBurnt } from './loop/faults.ts';
import { tellLies, tellTruth } from './loop/liars.ts';
import { overhead } from './loop/overhead.ts';
import { untilInterrupted } from './support/interrupted.ts';

const options = {
  only: { type: 'string', multiple: true, default: [] as string[] },
  jobs: { type: 'string', default: '2' },
} as const;

const parts = ['overhead', 'liars', 'faults'];

/** What the loop adds to an agent's and the engine's time, whether it believes agents that lie, and whether faults of others count. A part or a liar alone: `--only NAME`. */
export async function loop(args: string[]) {
  const { values } = parseArgs({ args, options });
  const asked = values.only.filter((name) => parts.includes(name));
  const liars = values.only.filter((name) => !parts.includes(name));
  const wants = (part: string) => values.only.length === 0 || asked.includes(part) || (part === 'liars' && liars.length > 0);
  return untilInterrupted(async (signal) => {
    const measured = wants('overhead') ? await overhead(signal) : {};
    const truths = wants('liars') ? await tellTruth(signal) : [];
    const lies = wants('liars') ? await tellLies(liars, Number(values.jobs), signal) : [];
    const faults = wants('faults') ? await countBurnt(signal) : {};
    return {
      ...measured,
      ...(wants('liars')
        ? {
            false_done: lies.filter(({ believed }) => believed).length,
            liars: lies.length,
            harmed: lies.filter(({ harm }) => harm !== undefined).length,
            honest_done: truths.filter(({ believed }) => believed).length,
            believed: lies
              .filter(({ believed, harm }) => believed || harm !== undefined)
              .map(({ name, detail, harm = '' }) => ({ name, detail, harm })),
          }
        : {}),
      ...faults,
    };
  });
}
