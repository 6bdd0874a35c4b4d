import { describe, expect, test } from 'vitest';
import type { ImproveEvent, ImproveSaid } from '../../src/contract/improve-events.ts';
import type { ImproveEnded, ImproveHooks, ImproveOptions, ImprovePlan } from '../../src/contract/improve.ts';
import type { Improvement, Try } from '../../src/contract/improvement.ts';
import { UserError } from '../../src/contract/user-error.ts';
import { portside } from './memory-world.ts';
import { record } from './samples.ts';

const tried: Try = {
  ...{ iteration: 1, agent: 'claude', outcome: 'done', verdict: 'done', reason: 'every criterion holds', held: 1, of: 1 },
  ...{
    stat: '1 file changed, 1 insertion(+)',
    files: ['compose.yaml', 'a\u001b[2Jb'],
    put_back: [],
    tokens: 1200,
    dollars: 0.5,
    seconds: 4.2,
  },
};
const improvement: Improvement = {
  ...{ agent: 'claude', until: 'verified', status: 'completed', reason: 'success', detail: 'every criterion holds' },
  ...{ base: 'c11946c4aaaa', head: 'd11946c4aaaa', branch: 'portside/improve-fc72d21e', merged: false, iterations: [tried], waits: [] },
  ...{ criteria: [{ name: 'verified', held: true, detail: '1 service verified' }], tokens: 1200, dollars: 0.5, stat: tried.stat },
};
const done: ImproveEnded = {
  ...{
    record: { ...record, action: 'improve', deployment: { ...record.deployment, directory: '/home/ada' }, improvement },
    exit: 0,
    improvement,
  },
  ...{ diff: 'diff --git a/a b/a\n-one\n+two\u001b[2J\n', notes: '/home/ada/.portside/improve/notes.md' },
};
const plan: ImprovePlan = { agent: 'claude', criteria: ['verified', 'npm test'], limit: '20 iterations at most' };

function app(ended: ImproveEnded = done, said: ImproveSaid[] = []) {
  const seen: ImproveOptions[] = [];
  const improve = async (options: ImproveOptions, { listen, approve }: ImproveHooks) => {
    seen.push(options);
    const agreed = await approve(plan);
    for (const event of said) listen({ execution_uuid: 'u', at: 0, ...event } as ImproveEvent);
    return agreed
      ? ended
      : { ...ended, exit: 1 as const, improvement: { ...improvement, status: 'rejected' as const, reason: 'rejected' as const } };
  };
  return { seen, app: { improve, improvePrompt: () => Promise.resolve({ prompt: '# Make it work\n' }) } };
}

test('every flag reaches the app, and nothing that was not said', async () => {
  const world = app();
  await portside(['improve'], world.app);
  await portside(
    [
      ...['improve', 'shop', '--agent', 'command', '--until', 'npm test', '--goal', 'a page', '--model', 'm', '--limit', 'adaptive'],
      ...[
        '--time',
        '2h',
        '--tokens',
        '200k',
        '--dollars',
        '$2.50',
        '--patience',
        '1h',
        '--backoff',
        '1s',
        '--try',
        '5m',
        '--silence',
        '1m',
      ],
      ...['--include-dirty', '--host', 'a', '--host', 'b', '--pass', 'KEY', '--stop-hook', 'x y', '--merge', '--init', '--restart'],
      ...['-f', 'a.yaml', '--env-file', 'e', '--profile', 'p', '--record', 'r.json', '--', 'my-agent', '{prompt_file}', '--flag'],
    ],
    world.app,
  );
  await portside(['improve', '--agent', 'http', '--url', 'http://h'], world.app);
  expect(world.seen).toEqual([
    {},
    {
      ...{ directory: 'shop', agent: 'command', until: 'npm test', goal: 'a page', model: 'm', limit: 'adaptive' },
      ...{ timeMs: 7_200_000, tokens: 200_000, dollars: 2.5, patienceMs: 3_600_000, backoffMs: 1000, tryMs: 300_000, quietMs: 60_000 },
      ...{ includeDirty: true, hosts: ['a', 'b'], pass: ['KEY'], stopHook: 'x y', merge: true, init: true, restart: true },
      ...{ files: ['a.yaml'], envFiles: ['e'], profiles: ['p'], recordFile: 'r.json', command: ['my-agent', '{prompt_file}', '--flag'] },
    },
    { agent: 'http', url: 'http://h' },
  ]);
});

test.each([
  ['--tokens', '0'],
  ['--dollars', '0'],
  ['--dollars', '0.00'],
  ['--dollars', '-1'],
  ['--dollars', 'NaN'],
  ['--limit', '0'],
  ['--limit', '-3'],
  ['--limit', '1e9'],
  ['--limit', 'forever'],
  ['--time', '0s'],
  ['--try', '0'],
  ['--silence', '0s'],
  ['--until', ''],
  ['--goal', ' '],
  ['--agent', ''],
  ['--stop-hook', ' '],
])('%s %j leaves nothing to try with: exit 2, before anything', async (flag, value) => {
  const world = app();
  const { exit, stderr } = await portside(['improve', `${flag}=${value}`], world.app);
  expect([exit, world.seen]).toEqual([2, []]);
  expect(stderr).toContain(flag);
});

test.each([
  [['--isolate', '--tmux']],
  [['a', 'b']],
  [['--agent', 'claude', '--', 'my-agent']],
  [['--agent', 'rules', '--url', 'http://h']],
  [['--agent', 'claude', '--agent', 'codex', '--', 'x']],
])('%j contradicts itself: exit 2', async (flags) => {
  const world = app();
  expect([(await portside(['improve', ...flags], world.app)).exit, world.seen]).toEqual([2, []]);
});

test('--dry-run prints the first prompt and begins nothing', async () => {
  const world = app();
  expect(await portside(['improve', '--dry-run'], world.app)).toEqual({ exit: 0, stdout: '# Make it work\n', stderr: '' });
  expect(JSON.parse((await portside(['improve', '--dry-run', '--json'], world.app)).stdout)).toEqual({ prompt: '# Make it work\n' });
  expect(world.seen).toEqual([]);
});

describe('approval', () => {
  test('without a terminal nobody can give it', async () => {
    expect(await portside(['improve', '--approve'], app().app)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('--approve --yes'),
    });
    expect(await portside(['improve', '--approve', '--yes'], app().app)).toMatchObject({ exit: 0 });
    expect(await portside(['improve', '--approve', '--json'], app().app, { terminal: true })).toMatchObject({ exit: 2 });
  });

  test('is asked for by who works, for how long, and until when', async () => {
    const questions: string[] = [];
    const confirm = (question: string) => Promise.resolve(questions.push(question) === 1);
    expect((await portside(['improve', '--approve'], app().app, { terminal: true, confirm })).exit).toBe(0);
    expect((await portside(['improve', '--approve'], app().app, { terminal: true, confirm })).exit).toBe(1);
    expect(questions[0]).toBe('Let claude work on it, 20 iterations at most, until this holds: verified, npm test?');
  });
});

describe('no repository', () => {
  const none = new UserError({ code: 'no-repository', exit: 2, message: 'it is in no git repository', hint: 'git init' });
  const refusing = () => {
    const asked: ImproveOptions[] = [];
    const improve = (options: ImproveOptions) => {
      asked.push(options);
      return options.init ? Promise.resolve(done) : Promise.reject(none);
    };
    return { asked, app: { improve } };
  };

  test('one is offered on a terminal, and made where that is wanted', async () => {
    const yes = refusing();
    expect((await portside(['improve'], yes.app, { terminal: true, confirm: () => Promise.resolve(true) })).exit).toBe(0);
    expect(yes.asked).toEqual([{}, { init: true }]);
    const no = refusing();
    expect(await portside(['improve'], no.app, { terminal: true, confirm: () => Promise.resolve(false) })).toMatchObject({ exit: 2 });
    expect(no.asked).toHaveLength(1);
  });

  test('elsewhere it is only said', async () => {
    const world = refusing();
    expect(await portside(['improve'], world.app)).toMatchObject({ exit: 2, stderr: expect.stringContaining('git init') });
    expect(world.asked).toHaveLength(1);
  });
});

test('what it says while it works, and at the end', async () => {
  const failing = { name: 'verified', held: false, detail: 'web: exited with code 1' };
  const said: ImproveSaid[] = [
    {
      event: 'begin',
      action: 'improve',
      project: 'shop',
      agent: 'claude',
      until: 'verified',
      base: 'c11946c4aaaa',
      resumed: true,
      dirty: 2,
    },
    { event: 'judged', iteration: 0, criteria: [failing], held: 0, of: 1 },
    { event: 'iteration', iteration: 1, most: 20, agent: 'claude' },
    { event: 'agent', seen: { event: 'says', text: 'I look at it.\u001b[2J\nThen more.\nAnd a third line.' } },
    { event: 'wait', reason: 'the five-hour limit', until: '2026-11-21T13:00:00.000Z', seconds: 3600 },
    { event: 'try', try: { ...tried, verdict: 'reverted', reason: 'web: exited with code 1', held: 0, put_back: ['test/a.test.js'] } },
    { event: 'note', message: 'not merged: HEAD has moved on' },
  ];
  const { exit, stdout, stderr } = await portside(['improve'], app(done, said).app);
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: done.diff });
  expect(stderr).not.toContain('\u001b[2J');
  expect(stderr).toMatchInlineSnapshot(`
    "execution u
    improve shop  claude, until verified, from c11946c4
      goes on with the run that did not end
      2 changed files left alone: it begins at HEAD (--include-dirty takes them along)
    as it is
      ✘ verified  web: exited with code 1
    iteration 1 of at most 20  claude
      │ I look at it.
      │ Then more.
      waits 60 min 0 s: the five-hour limit
      reverted: web: exited with code 1
      1 file changed, 1 insertion(+): compose.yaml, ab
      put back: test/a.test.js
      0 of 1 criteria, 1200 tokens, $0.50, 4.2 s
      not merged: HEAD has moved on

    ✔ every criterion holds
      ✔ verified  1 service verified
      1 iteration, 1.6 s, 1200 tokens, $0.50


      look at it: git diff c11946c4 portside/improve-fc72d21e
      take it over: git merge portside/improve-fc72d21e
      drop it: git branch -D portside/improve-fc72d21e
      notes: .portside/improve/notes.md
      record: portside verify 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
    "
  `);
});

test('where the lock cannot be given back either, what is told is what failed first', async () => {
  const full = new UserError({ code: 'disk-full', exit: 2, message: 'the disk is full', hint: 'make room' });
  const improve = () => Promise.reject(new SuppressedError(new Error('locked'), full));
  expect(await portside(['improve'], { improve })).toMatchObject({ exit: 2, stderr: '✘ the disk is full\n  make room\n' });
});

test('on a terminal the diff is in colours, and moves no cursor', async () => {
  const { stdout } = await portside(['improve'], app().app, { terminal: true });
  expect(stdout).not.toContain('\u001b[2J');
  expect(stdout).toContain('+two');
});

test('--events prints a line each, and --json the record alone', async () => {
  const said: ImproveSaid[] = [{ event: 'iteration', iteration: 1, agent: 'claude' }];
  const events = await portside(['improve', '--events'], app(done, said).app);
  expect(events).toMatchObject({
    stderr: '',
    stdout: '{"execution_uuid":"u","at":0,"event":"iteration","iteration":1,"agent":"claude"}\n',
  });
  const { stdout } = await portside(['improve', '--json', '--quiet'], app(done, said).app);
  expect(JSON.parse(stdout).improvement).toMatchObject({ branch: 'portside/improve-fc72d21e' });
});

test.each([
  ['stopped', 130, 'go on with it: portside improve'],
  ['needs_a_person', 1, 'go on with it: portside improve'],
  ['stagnated', 1, 'take over what was kept: git merge portside/improve-fc72d21e'],
] as const)('%s: exit %i, and what comes next', async (reason, exit, next) => {
  const ended: ImproveEnded = {
    ...done,
    exit,
    improvement: { ...improvement, status: exit === 130 ? 'stopped' : 'failed', reason, detail: 'why' },
  };
  const said = await portside(['improve'], app(ended).app);
  expect(said).toMatchObject({ exit, stderr: expect.stringContaining(next) });
  expect(said.stderr).toContain(`, ${reason.replaceAll('_', ' ')}: why`);
});
