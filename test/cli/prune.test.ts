import { expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { PruneOptions, PruneReport } from '../../src/contract/prune.ts';
import { portside } from './memory-world.ts';
import { demo, twoInstances } from './samples.ts';

const MB = 1024 * 1024;
const report: PruneReport = {
  bytes: 312 * MB,
  items: [
    { kind: 'revision', name: 'hello/demo r1', cause: 'beyond the newest 5', bytes: 12 * MB },
    { kind: 'image', name: 'portside/hello-web:0a1b', cause: 'no container, instance or revision runs it', bytes: 300 * MB },
    { kind: 'plan', name: '/state/instances/a/plan-1.json', cause: 'its execution is over', bytes: 2048 },
    { kind: 'plan', name: '/state/instances/b/plan-2.json', cause: 'its execution is over', bytes: 2048 },
  ],
  busy: ['hello/main'],
  done: false,
  problems: [],
};

function pruning(seen: PruneOptions[], found = report, problems: string[] = []): Partial<App> {
  return {
    ...twoInstances,
    async prune(options, agree) {
      seen.push(options);
      const agreed = found.items.length > 0 && (await agree(found));
      return { ...found, done: agreed, problems: agreed ? problems : [] };
    },
  };
}

test('says what goes and how much that frees, and removes it', async () => {
  const seen: PruneOptions[] = [];
  const { exit, stderr } = await portside(['prune'], pruning(seen));
  expect({ exit, seen }).toEqual({ exit: 0, seen: [{ keep: 5 }] });
  expect(stderr).toMatchInlineSnapshot(`
    "It would free up to 312 MB:
      hello/demo r1            12 MB   beyond the newest 5
      portside/hello-web:0a1b  300 MB  no container, instance or revision runs it
      2 plan files             4 kB    its execution is over
    hello/main is at work: nothing of it is touched
    ✔ removed, up to 312 MB are free again
    "
  `);
});

test('asks on a terminal, and removes nothing where the answer is no', async () => {
  const asked: string[] = [];
  const confirm = (question: string) => Promise.resolve(asked.push(question) === 0);
  const { exit, stderr } = await portside(['prune'], pruning([]), { terminal: true, confirm });
  expect({ exit, asked }).toEqual({ exit: 0, asked: ['Remove all of this?'] });
  expect(stderr).not.toContain('removed');
});

test('--dry-run only says it, and --yes does not ask', async () => {
  const dry = await portside(['prune', '--dry-run'], pruning([]), { terminal: true });
  expect(dry.stderr).not.toContain('removed');
  const unasked = await portside(['prune', '--yes'], pruning([]), { terminal: true });
  expect(unasked.stderr).toContain('removed');
});

test('an instance, and how many revisions stay', async () => {
  const seen: PruneOptions[] = [];
  await portside(['prune', 'demo', '--keep', '2'], pruning(seen));
  expect(seen).toEqual([{ keep: 2, instance: demo }]);
  expect(await portside(['prune', '--keep', '0'], {})).toMatchObject({ exit: 2 });
});

test('--json is the report', async () => {
  const { stdout } = await portside(['prune', '--json'], pruning([]));
  expect(JSON.parse(stdout)).toEqual({ ...report, done: true });
});

test('nothing to remove is said', async () => {
  const { exit, stderr } = await portside(['prune'], pruning([], { ...report, items: [], bytes: 0, busy: [] }));
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: 'nothing to remove: everything there belongs to something\n' });
});

test('what could not be removed is said, exit 1', async () => {
  const { exit, stderr } = await portside(['prune'], pruning([], report, ['hello/demo r1: a container still uses portside/hello:r1']));
  expect(exit).toBe(1);
  expect(stderr).toContain('✘ removed 3 of 4; what is left:\n  ✘ hello/demo r1: a container still uses portside/hello:r1\n');
});
