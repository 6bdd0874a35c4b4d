import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AgentOutcome } from '../../src/agents/backend.ts';
import { type Bench, bench } from './repositories.ts';
import { type Turn, idle, scene, writes } from './scene.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

const ends =
  (outcome: AgentOutcome, more = {}): Turn =>
  () => ({ outcome, ...more });
const away: AgentOutcome = { kind: 'infrastructure', reason: 'the network is away' };
const waits = (said: { event: string }[]) => said.filter(({ event }) => event === 'wait');

describe('what is no try', () => {
  test('faults and limits are waited out, in the same worktree and session, and counted as waits', async () => {
    const started = Date.parse('2026-11-21T12:00:00Z');
    const limit: AgentOutcome = { kind: 'wait-until', until: started + 3_600_000, reason: 'the five-hour limit' };
    const turns = [writes({ half: 'done' }, { outcome: away, session: 's-1' }), ends(limit), writes({ web: 'ok' })];
    const played = await scene(at, { turns, patienceMs: 7_200_000 });
    const { run, stop } = await played.play();
    expect(stop.reason).toBe('success');
    expect(run.tries).toMatchObject([{ iteration: 1, verdict: 'done', files: ['half', 'web'] }]);
    expect(run.waits).toMatchObject([{ reason: 'the network is away', seconds: 1 }, { reason: 'the five-hour limit' }]);
    expect(played.assignments.map(({ session, iteration }) => [session, iteration])).toEqual([
      [undefined, 1],
      ['s-1', 1],
      ['s-1', 1],
    ]);
    expect(played.assignments[1]?.prompt).toMatch(/^Go on where you were interrupted\.\n\n# Make the/);
  });

  test('a hundred faults burn no iteration', async () => {
    const faults = Array.from({ length: 100 }, () => ends(away));
    const played = await scene(at, { turns: [...faults, writes({ web: 'ok' })], patienceMs: 36_000_000 });
    const { run, stop } = await played.play();
    expect([stop.reason, run.tries.length, run.waits.length]).toEqual(['success', 1, 100]);
  });

  test('where patience would not last, it ends there, and the same iteration comes next', async () => {
    const played = await scene(at, { turns: [ends(away)], patienceMs: 5000 });
    const { run, stop } = await played.play();
    expect(stop).toEqual({ reason: 'infrastructure', detail: 'the network is away: that lasts longer than this run may wait' });
    expect(run).toMatchObject({ iteration: 1, tries: [] });
    expect(waits(played.said)).toHaveLength(2);
  });

  test('credit and logins are a person’s, with what to do', async () => {
    const broke: AgentOutcome = { kind: 'needs-a-person', reason: 'the credit is used up', mend: 'buy some' };
    const played = await scene(at, { turns: [ends(broke)] });
    const { run, stop } = await played.play();
    expect(stop).toEqual({ reason: 'needs_a_person', detail: 'the credit is used up; buy some' });
    expect(run).toMatchObject({ iteration: 1, tries: [] });
  });

  test('an engine that is away is waited for, and the same tree is looked at again', async () => {
    let looks = 0;
    const judge = () => (++looks === 2 || looks === 3 ? { postponed: 'the engine did not answer' } : undefined);
    const played = await scene(at, { turns: [writes({ web: 'ok' })], judge });
    const { run, stop } = await played.play();
    expect([stop.reason, run.tries.length, played.assignments.length]).toEqual(['success', 1, 1]);
    expect(run.waits.map(({ reason }) => reason)).toEqual(['the engine did not answer', 'the engine did not answer']);
  });

  test('an engine that stays away ends it before the first try', async () => {
    const played = await scene(at, { turns: [idle], judge: () => ({ postponed: 'no engine' }), patienceMs: 10 });
    expect((await played.play()).stop.reason).toBe('infrastructure');
    expect(played.assignments).toEqual([]);
  });
});

describe('an agent that changed nothing, and spoke of its provider', () => {
  const doubting: Turn = () => ({ said: 'API Error: 529', doubt: { kind: 'infrastructure', reason: 'its provider is overloaded' } });

  test('is waited for longer each time, and these are waits of the run', async () => {
    const played = await scene(at, { turns: [doubting, doubting, doubting, writes({ web: 'ok' })] });
    const { run, stop } = await played.play();
    expect([stop.reason, run.tries.length]).toEqual(['success', 1]);
    expect(run.waits).toEqual([1, 2, 4].map((seconds) => ({ reason: 'its provider is overloaded', seconds })));
    expect(played.kept.run?.waits).toHaveLength(3);
  });

  test('is not waited for beyond the time of the run', async () => {
    const played = await scene(at, { turns: [doubting], limits: { timeMs: 2500 } });
    const { run, stop } = await played.play();
    expect([stop.reason, run.tries.length, waits(played.said).length]).toEqual(['timeout', 0, 1]);
  });
});

test('words that no commit can hold end no run', async () => {
  const said = 'Mended\0 the\u001B[1m web';
  const { run, stop } = await (await scene(at, { turns: [writes({ web: 'ok' }, { said })] })).play();
  expect([stop.reason, run.tries[0]?.change]).toEqual(['success', 'Mended the web']);
});

describe('limits hold while it waits', () => {
  test('its time ends a wait before it begins', async () => {
    const limit: AgentOutcome = { kind: 'wait-until', until: Date.parse('2026-11-21T17:00:00Z'), reason: 'the five-hour limit' };
    const played = await scene(at, { turns: [ends(limit)], limits: { timeMs: 60_000 }, patienceMs: 36_000_000 });
    const { run, stop } = await played.play();
    expect(stop).toEqual({ reason: 'timeout', detail: 'its time of 60 s would be over before this is: the five-hour limit' });
    expect(waits(played.said)).toEqual([]);
    expect(run.tries).toEqual([]);
  });

  test('money and tokens that faults cost count', async () => {
    const usage = { inputTokens: 90, outputTokens: 10, dollars: 1 };
    const played = await scene(at, { turns: [ends(away, { usage })], limits: { tokens: 250 }, patienceMs: 36_000_000 });
    const { run, stop } = await played.play();
    expect(stop).toEqual({ reason: 'resource_limit', detail: '300 tokens are used, of 250' });
    expect([run.tokens, run.tries.length]).toEqual([300, 0]);
  });

  test('a judge that is waited for is not waited for longer than its time', async () => {
    const played = await scene(at, {
      turns: [writes({ web: 'ok' })],
      judge: (_, iteration) => (iteration === 0 ? undefined : { postponed: 'the engine did not answer' }),
      limits: { timeMs: 20_000 },
      patienceMs: 36_000_000,
    });
    expect((await played.play()).stop).toMatchObject({ reason: 'timeout' });
  });
});

describe('a stop hook', () => {
  const hook = (text: string) => ({ stopHook: ['sh', '-c', text] });

  test('that ends with 2 puts the agent back to work with what it says', async () => {
    const played = await scene(at, {
      turns: [idle, writes({ web: 'ok' })],
      agent: hook('test -e web.done -o "$(cat web)" = ok || { echo out; echo "the web is still broken" >&2; exit 2; }'),
    });
    const { run } = await played.play();
    expect(run.tries).toMatchObject([{ iteration: 1, verdict: 'done' }]);
    expect(played.assignments[1]?.prompt).toMatch(
      /^You stopped, and are not done yet:\n\nthe web is still broken\n\nThe task was:\n\n# Make/,
    );
    expect(played.said).toContainEqual({ event: 'note', message: 'the stop hook puts it back to work (1 of 5)' });
  });

  test.each([[['bin/enough']], [['sh', 'bin/enough', 'x']]])(
    '%j is run as the project has it, not as the agent left it',
    async (stopHook) => {
      const contents = { web: 'broken', 'bin/enough': { program: '#!/bin/sh\ncat web; exit 2\n' } };
      const turns = [writes({ 'bin/enough': '#!/bin/sh\necho evil; exit 2\n', web: 'half' }), idle];
      const played = await scene(at, { contents, turns, agent: { stopHook }, limits: { limit: 1 } });
      await played.play();
      expect(played.assignments[1]?.prompt).toMatch(/^You stopped, and are not done yet:\n\nhalf\n/);
    },
  );

  test('tells no secret', async () => {
    const played = await scene(at, { turns: [idle], agent: hook('echo hunter2; exit 2'), limits: { limit: 1 } });
    await played.play();
    expect(played.assignments[1]?.prompt).toMatch(/^You stopped, and are not done yet:\n\n\*\*\*\n/);
  });

  test('that ends with anything else lets it stop', async () => {
    const played = await scene(at, { turns: [idle], agent: hook('exit 1') });
    await played.play();
    expect(played.assignments).toHaveLength(3);
  });

  test('that never lets it go is asked five times a try', async () => {
    const played = await scene(at, { turns: [idle], agent: hook('exit 2'), limits: { limit: 1 } });
    await played.play();
    expect(played.assignments).toHaveLength(6);
    expect(played.assignments[1]?.prompt).toContain('the stop hook said no');
  });

  test('does not put back to work beyond a budget', async () => {
    const usage = { inputTokens: 100, outputTokens: 0 };
    const played = await scene(at, { turns: [() => ({ usage })], agent: hook('exit 2'), limits: { tokens: 150 } });
    const { run, stop } = await played.play();
    expect(stop).toMatchObject({ reason: 'resource_limit' });
    expect([played.assignments.length, run.tries.length]).toEqual([2, 1]);
  });

  test('that is no program is told, and stops nothing', async () => {
    const played = await scene(at, { turns: [writes({ web: 'ok' })], agent: { stopHook: ['no-such-hook'] } });
    expect((await played.play()).stop.reason).toBe('success');
    expect(played.said).toContainEqual({
      event: 'note',
      message: 'the stop hook no-such-hook could not be run: spawn no-such-hook ENOENT',
    });
  });

  test('that does not end in its time is told, and stops nothing', async () => {
    const played = await scene(at, { turns: [writes({ web: 'ok' })], agent: { stopHook: ['sleep', '600'], stopHookMs: 50 } });
    expect((await played.play()).stop.reason).toBe('success');
    expect(played.said).toContainEqual({ event: 'note', message: 'the stop hook sleep 600 was ended after 0.05 s' });
  });
});

describe('being stopped', () => {
  test('ends the run with the reason, and what was kept stays kept', async () => {
    const stopping = new AbortController();
    const reason = new Error('Ctrl-C');
    const played = await scene(at, {
      contents: { web: 'broken', api: 'broken' },
      criteria: ['web', 'api'],
      turns: [writes({ web: 'ok' }), () => void stopping.abort(reason)],
      signal: stopping.signal,
    });
    await expect(played.play()).rejects.toBe(reason);
    expect(played.kept.run).toMatchObject({ iteration: 2, tries: [{ verdict: 'kept' }] });
  });

  test('while it waits, it waits no longer', async () => {
    const stopping = new AbortController();
    const played = await scene(at, { turns: [ends(away)], signal: stopping.signal });
    const sleep = played.tools.clock.sleep;
    played.tools.clock.sleep = (ms, signal) => sleep(ms, signal).then(() => stopping.abort(new Error('Ctrl-C')));
    await expect(played.play()).rejects.toThrow('Ctrl-C');
    expect(played.assignments).toHaveLength(1);
  });
});

test('whoever is started again finds its files, and of what it did to git or to protected files nothing', async () => {
  const seen: Record<string, string | undefined>[] = [];
  const look = (directory: string) =>
    seen.push({
      half: read(join(directory, 'half.txt')),
      kept: read(join(directory, 'kept.txt')),
      config: read(join(directory, '.git', 'config'))?.includes('fsmonitor') ? 'steered' : 'clean',
    });
  const played = await scene(at, {
    contents: { 'kept.txt': 'as it was', web: 'no' },
    turns: [
      (directory) => {
        writeFileSync(join(directory, 'half.txt'), 'half');
        writeFileSync(join(directory, 'kept.txt'), 'changed');
        appendFileSync(join(directory, '.git', 'config'), '[core]\n\tfsmonitor = touch /tmp/never\n');
        look(directory);
        return { outcome: { kind: 'infrastructure', reason: 'the network is away' } };
      },
      (directory) => {
        look(directory);
        writeFileSync(join(directory, 'web'), 'ok');
        return {};
      },
    ],
  });
  const { stop, run } = await played.play();
  expect(stop.reason).toBe('success');
  expect(seen).toEqual([
    { half: 'half', kept: 'changed', config: 'steered' },
    { half: 'half', kept: 'as it was', config: 'clean' },
  ]);
  expect(run.tries).toHaveLength(1);
  expect(played.fileAt(run.head, 'half.txt')).toBe('half');
});

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
