import { expect, test } from 'vitest';
import type { ImproveEnded } from '../../src/contract/improve.ts';
import type { ImproveEvent } from '../../src/contract/improve-events.ts';
import type { Improvement, Try } from '../../src/contract/improvement.ts';
import { portside } from './memory-world.ts';

test('what to type next is of the project that it was about, and names of files cannot steer a terminal', async () => {
  const { stderr } = await ended({ branch: 'portside/improve-0f9a3b1c', reason: 'success' }, '/work/my shop');
  expect(stderr).toContain("take it over: cd '/work/my shop' && git merge portside/improve-0f9a3b1c\n");
  expect(stderr).toContain('1 file changed: a[2Jb\n');
  expect(stderr).not.toContain('\u001B');
  const stopped = await ended({ reason: 'stopped' }, '/work/my shop');
  expect(stopped.stderr).toContain("drop it, and begin anew: cd '/work/my shop' && portside improve --restart\n");
});

function ended(told: Partial<Improvement>, directory: string) {
  const tried: Partial<Try> = { verdict: 'done', reason: 'x', stat: '1 file changed', files: ['a\u0007[2Jb\u001B[2J'], put_back: [] };
  const improvement = { criteria: [], iterations: [], waits: [], status: 'completed', detail: 'x', base: 'c11946c4', ...told };
  const record = { deployment: { directory }, metrics: { startup_duration: 1 }, execution_uuid: '0f9a3b1c' };
  return portside(['improve', directory], {
    improve(_, { listen }) {
      listen({ event: 'try', try: { held: 1, of: 1, tokens: 0, seconds: 1, ...tried } } as ImproveEvent);
      return Promise.resolve({ record, improvement, diff: '', notes: `${directory}/notes.md`, exit: 0 } as unknown as ImproveEnded);
    },
  });
}
