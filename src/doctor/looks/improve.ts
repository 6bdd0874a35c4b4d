import type { RunLeft } from '../../contract/run-left.ts';
import type { Look, Seen } from '../look.ts';

/** Runs of `improve` that did not end, and what they left at work. */
export const improve: Look = {
  group: 'leftovers',
  name: 'improve',
  async lookAtEngine({ engine }, { improve: left }) {
    const [runs, { containers, volumes }] = await Promise.all([left.runs(), left.enclosures(engine)]);
    const seen = [...runs.flatMap(toldOf), ...shutIn(containers, volumes)];
    return seen.length > 0 ? seen : [{ level: 'ok', message: 'no run of `improve` waits to be gone on with, or left anything' }];
  },
};

function toldOf({ id, directory, agent, startedAt, tries, copies }: RunLeft): Seen[] {
  const whose = directory === undefined ? 'a run of `improve` that is over' : `the run of \`improve\` in ${directory}`;
  const goesOn: Seen[] =
    directory === undefined
      ? []
      : [
          {
            level: 'note',
            message: `${whose} has not ended: ${agent}, ${tries === 1 ? 'one try' : `${tries} tries`}, since ${new Date(startedAt ?? 0).toISOString()}`,
            repair: `portside improve ${directory} goes on with it; --restart drops it, and begins anew`,
          },
        ];
  if (copies.length === 0) return goesOn;
  return [
    ...goesOn,
    {
      level: 'warning',
      message: `${whose} left ${copies.length === 1 ? 'a throw-away instance' : 'throw-away instances'}: ${copies.join(', ')}`,
      cost: 'its containers and its ports are held for nobody',
      repair: copies.map((copy) => `portside down ${copy} --volumes`).join('; '),
      fixes: [{ fix: 'end-improve', composeName: `improve ${directory ?? id}`, id, copies }],
    },
  ];
}

function shutIn(containers: string[], volumes: string[]): Seen[] {
  if (containers.length + volumes.length === 0) return [];
  const names = [...containers.map((name) => `container ${name}`), ...volumes.map((name) => `volume ${name}`)];
  return [
    {
      level: 'warning',
      message: `an isolated agent of a process that is gone left ${names.join(', ')}`,
      cost: containers.length > 0 ? 'it may still be at work, and spend money' : 'none but the space',
      repair: 'the next isolated agent of this machine removes that',
      fixes: [{ fix: 'remove-enclosures', names }],
    },
  ];
}
