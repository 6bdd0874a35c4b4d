import type { Lane, Moment } from './lane.ts';
import { type Container, containersOf } from './look.ts';
import type { Strategy, Version } from './stack.ts';

/** What is killed, from which state, and what may follow. */
export interface Scenario {
  name: string;
  /** Brings the lane to where the command begins. Resolves to the old containers where others are there too. */
  prepare(lane: Lane): Promise<Container[] | void>;
  argv: string[];
  /** What a user does next, in turn. */
  nexts: Next[];
}

/** `again`: the same command; `old`: the file as it was before, and `up`; `doctor`: `doctor --fix` before `up`. */
export type Next = 'again' | 'old' | 'down' | 'doctor';

export const up = ['up', '--name', 'case', '--settle', '200ms', '--quiet'];
export const down = ['down', 'case', '--volumes', '--quiet'];
export const rollback = ['rollback', 'case', '--settle', '200ms', '--quiet'];

export const first: Scenario = {
  name: 'first',
  prepare: (lane) => nothingRuns(lane),
  argv: up,
  nexts: ['again', 'down', 'doctor'],
};

export const recreate = replacement('recreate', 'recreate');
export const rolling = replacement('rolling', 'rolling');

export const failing: Scenario = {
  name: 'failing',
  async prepare(lane) {
    await runs(lane, 'recreate');
    await lane.write('broken');
  },
  argv: up,
  nexts: ['old', 'down'],
};

/** Two revisions to go to and fro between. */
export const rollingBack: Scenario = {
  name: 'rollback',
  async prepare(lane) {
    await runs(lane, 'recreate');
    if (lane.previous) return;
    await lane.write(otherThan(lane.runs));
    await lane.up();
  },
  argv: rollback,
  nexts: ['again', 'old', 'again', 'down'],
};

/** The command that clears up after a killed one is killed itself. `at`: where the one before it was killed. */
export function twice(name: string, at: Moment): Scenario {
  return {
    name,
    async prepare(lane) {
      await recreate.prepare(lane);
      const old = await containersOf(lane);
      await lane.cut(up, at);
      return old;
    },
    argv: up,
    nexts: ['again', 'old', 'down'],
  };
}

export function replacement(name: string, strategy: Strategy): Scenario {
  return {
    name,
    async prepare(lane) {
      await runs(lane, strategy);
      await lane.write(otherThan(lane.runs));
    },
    argv: up,
    nexts: ['again', 'old', 'down', 'again', 'old', 'doctor'],
  };
}

export function otherThan(version: Version | undefined): Version {
  return version === 'v1' ? 'v2' : 'v1';
}

async function nothingRuns(lane: Lane): Promise<void> {
  await lane.write('v1', 'recreate');
  if (lane.runs) await lane.down();
}

async function runs(lane: Lane, strategy: Strategy): Promise<void> {
  if (lane.runs && lane.strategy === strategy) return;
  await lane.write('v1', strategy);
  await lane.up();
  // What a rollback would bring back is of the other strategy.
  lane.previous = undefined;
}
