import type { Look } from '../look.ts';

/** What killed executions left half done. */
export const unfinished: Look = {
  group: 'portside',
  name: 'unfinished',
  async look({ journal }) {
    const left = await journal.unfinished();
    if (left.length === 0) return [{ level: 'ok', message: 'every execution was finished' }];
    return left.map(({ uuid, action, composeName, beganAt, steps, committed }) => ({
      level: 'error',
      message: committed
        ? `\`${action}\` of ${composeName} was killed after all of it was verified: what it replaced is still there (${uuid})`
        : `\`${action}\` of ${composeName} was killed, and left ${steps.length === 1 ? 'a step' : `${steps.length} steps`} half done (${uuid})`,
      cost: 'containers, networks and ports of it may still be held',
      repair: 'the next `portside up` or `down` of it clears up too',
      details: [`begun ${new Date(beganAt).toISOString()}`, ...steps.map(({ description, state }) => `${description}: ${state}`)],
      fixes: [{ fix: 'recover', composeName, action, ending: committed ? 'finish' : 'undo' }],
    }));
  },
};
