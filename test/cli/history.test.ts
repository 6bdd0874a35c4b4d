import { expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { HistoryOptions, HistoryView } from '../../src/contract/history.ts';
import { portside } from './memory-world.ts';

const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-111111111111`;
const entry = { project: 'hello', instance: 'main', action: 'up', duration: 1.6, timestamp: '2026-11-21T11:48:00Z' } as const;
const git = { commit: 'a1b2c3d4e5f60718', subject: 'Wait for redis', dirty: true };
const some: HistoryView = {
  projects: [
    {
      ...{ project: 'hello', asked: 10, successes: 11, failures: 2 },
      versions: [
        {
          ...{ version: 'v1', content_hash: 'a', successes: 10, failures: 1, missing: 0 },
          graduated: { at: '2026-11-20T12:00:00Z', file: 'docker-compose.yml', execution_uuid: uuid('9') },
        },
        { version: 'v2', content_hash: 'b', successes: 1, failures: 1, missing: 9 },
      ],
    },
  ],
  executions: [
    { ...entry, version: 'v2', git, changes: ['web: its definition or image changed'], result: 'verified', execution_uuid: uuid('3') },
    { ...entry, version: 'v2', changes: ['first up'], result: 'failed', error: 'web: exited with code 1', execution_uuid: uuid('2') },
    { ...entry, action: 'down', changes: [], result: 'down', duration: 0.4, execution_uuid: uuid('1') },
  ],
};

function telling(view: HistoryView, seen: HistoryOptions[] = []): Partial<App> {
  return { history: (options) => Promise.resolve((seen.push(options), view)) };
}

test('the ratio above, then the executions, and what to type next', async () => {
  const { exit, stdout, stderr } = await portside(['history'], telling(some));
  expect(exit).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "hello  11:2 successes to failures
      v1  10:1  graduated 1 d ago: docker-compose.yml
      v2  1:1   9 more successes to 10:1

    ✔  v2  a1b2c3d*  up    hello/main  verified  1.6 s  12 min ago  33333333-1111-4111-8111-111111111111
       web: its definition or image changed; "Wait for redis"
    ✘  v2            up    hello/main  failed    1.6 s  12 min ago  22222222-1111-4111-8111-111111111111
       first up
       web: exited with code 1
    ·                down  hello/main  down      0.4 s  12 min ago  11111111-1111-4111-8111-111111111111
    "
  `);
  expect(stderr).toBe(`\nportside verify ${uuid('3')}  proves that the newest happened\n`);
});

test('several projects have a line each', async () => {
  const [first] = some.projects;
  const two = { ...some, projects: [...(first ? [first] : []), { project: 'shop', asked: 10, successes: 0, failures: 0, versions: [] }] };
  const { stdout } = await portside(['history'], telling(two));
  expect(stdout.split('\n').slice(0, 3).join('\n')).toMatchInlineSnapshot(`
    "PROJECT  RATIO  NEWEST
    hello    11:2   v2 1:1  9 more successes to 10:1
    shop     0:0"
  `);
});

test('what is asked for, and --json is the document', async () => {
  const seen: HistoryOptions[] = [];
  const { stdout } = await portside(['history', 'hello', '--limit', '5', '--instance', 'demo', '--json'], telling(some, seen));
  expect(seen).toEqual([{ project: 'hello', limit: 5, instance: 'demo' }]);
  expect(JSON.parse(stdout)).toEqual(some);
  expect(await portside(['history', '--limit', '0'], telling(some))).toMatchObject({ exit: 2 });
});

test('nothing recorded is said, and no failure', async () => {
  const { exit, stdout, stderr } = await portside(['history'], telling({ projects: [], executions: [], directory: '/srv/hello' }));
  expect({ exit, stdout, stderr }).toEqual({
    ...{ exit: 0, stdout: '' },
    stderr: 'nothing is recorded of the project in /srv/hello yet: the next portside up is\n',
  });
});

test('what a container said cannot paint the terminal', async () => {
  const [first] = some.executions;
  const executions = first ? [{ ...first, error: '\u001B[31mred\u001B[0m', result: 'failed' as const }] : [];
  const { stdout } = await portside(['history'], telling({ ...some, executions }));
  expect(stdout).toContain('   red\n');
});

test('--markdown is the block alone, --write says what became of the document', async () => {
  const app: Partial<App> = {
    historyDocument: () => Promise.resolve('## Metrics'),
    writeHistory: (file) => Promise.resolve({ file: `/srv/${file}`, change: 'updated' }),
  };
  expect(await portside(['history', '--markdown'], app)).toEqual({ exit: 0, stdout: '## Metrics\n', stderr: '' });
  const { stdout, stderr } = await portside(['history', '--write', 'TASK.md'], app);
  expect({ stdout, stderr }).toEqual({
    stdout: '',
    stderr: '✔ /srv/TASK.md brought up to date\nthe same command again keeps it current\n',
  });
  const written = await portside(['history', '--write', 'TASK.md', '--json', '--quiet'], app);
  expect(JSON.parse(written.stdout)).toEqual({ file: '/srv/TASK.md', change: 'updated' });
  expect(JSON.parse((await portside(['history', '--markdown', '--json'], app)).stdout)).toEqual({ markdown: '## Metrics' });
});
