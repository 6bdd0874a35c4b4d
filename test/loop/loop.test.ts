import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, bench } from './repositories.ts';
import { idle, scene, writes } from './scene.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

const verdicts = (run: { tries: { verdict: string }[] }) => run.tries.map(({ verdict }) => verdict);

describe('what becomes of a try', () => {
  test('done where every criterion holds on what was left, and the project itself is as it was', async () => {
    const played = await scene(at, { turns: [writes({ web: 'ok\n' }, { said: 'Mended the web.\nAnd more.' })] });
    const { run, stop } = await played.play();
    expect(stop).toEqual({ reason: 'success', detail: 'every criterion holds' });
    expect(run.tries).toMatchObject([
      {
        iteration: 1,
        outcome: 'done',
        verdict: 'done',
        held: 1,
        of: 1,
        files: ['web'],
        stat: '1 file changed, 1 insertion(+), 1 deletion(-)',
      },
    ]);
    expect(played.fileAt(run.head, 'web')).toBe('ok');
    expect(at.git(played.tools.keeper.gitDir, 'log', '-1', '--format=%an <%ae>%n%B', run.head)).toBe(
      'Ada <ada@example.org>\nMended the web.\n\nBy script, iteration 1 of portside improve.\n\nPortside-Execution: 0f9a3b1c-0000-4000-8000-000000000000',
    );
    const root = join(at.folder, 'project');
    expect(readFileSync(join(root, 'web'), 'utf8')).toBe('broken\n');
    expect(at.git(root, 'status', '--porcelain')).toBe('');
    expect(at.git(root, 'branch', '--all')).toBe('* main');
  });

  test('it holds already: no agent is asked', async () => {
    const played = await scene(at, { contents: { web: 'ok' }, turns: [idle] });
    expect((await played.play()).stop).toEqual({ reason: 'success', detail: 'it holds already: nothing was to be done' });
    expect(played.assignments).toEqual([]);
  });

  test('with a goal, what holds already is not enough, and no change is no success', async () => {
    const played = await scene(at, { contents: { web: 'ok' }, goal: 'a second page', turns: [idle] });
    const { run, stop } = await played.play();
    expect(stop).toEqual({ reason: 'stagnated', detail: '3 tries in a row changed nothing' });
    expect(verdicts(run)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(run.tries[0]?.reason).toBe('it changed nothing, and said: All done.');
    expect(played.assignments[0]?.prompt).toContain('What is wanted: a second page');
  });

  test('worse is reverted: the next try begins at what was kept last', async () => {
    const seen: string[] = [];
    const played = await scene(at, {
      contents: { web: 'broken', api: 'broken' },
      criteria: ['web', 'api'],
      turns: [
        writes({ web: 'ok' }),
        (folder) => {
          seen.push(readFileSync(join(folder, 'web'), 'utf8'));
          return writes({ web: 'worse', junk: 'x' })(folder, undefined as never);
        },
        (folder) => {
          seen.push(readFileSync(join(folder, 'web'), 'utf8'), String(existsSync(join(folder, 'junk'))));
          return writes({ api: 'ok' })(folder, undefined as never);
        },
      ],
    });
    const { run } = await played.play();
    expect(verdicts(run)).toEqual(['kept', 'reverted', 'done']);
    expect(seen).toEqual(['ok', 'ok', 'false']);
    expect(at.git(played.tools.keeper.gitDir, 'rev-list', '--count', `${run.base}..${run.head}`)).toBe('2');
  });

  test('what fails otherwise is a step on the way, and what fails the same way is not', async () => {
    const played = await scene(at, {
      contents: { web: 'broken', error: 'no such file' },
      turns: [writes({ error: 'connection refused' }), writes({ note: 'x' }), writes({ web: 'ok' })],
    });
    expect(verdicts((await played.play()).run)).toEqual(['kept', 'reverted', 'done']);
  });

  test('going round in circles is no step on the way', async () => {
    const to = (error: string) => writes({ error, pad: error });
    const turns = [to('two'), to('one'), to('two'), to('one'), to('two'), to('one'), to('two'), to('one')];
    const played = await scene(at, { contents: { web: 'broken', error: 'one' }, turns, limits: { limit: 'unlimited' } });
    const { run, stop } = await played.play();
    expect(stop.reason).toBe('stagnated');
    expect(verdicts(run)[0]).toBe('kept');
    expect(verdicts(run).slice(1)).not.toContain('kept');
  });

  test('what is protected is put back before it is judged, and what came anew is taken out', async () => {
    const played = await scene(at, {
      contents: { web: 'broken', 'kept.txt': 'as it was' },
      turns: [writes({ web: 'ok', 'kept.txt': 'tampered', 'easy.test': 'true' })],
    });
    const { run } = await played.play();
    expect(run.tries).toMatchObject([{ verdict: 'done', put_back: ['kept.txt', 'easy.test'], files: ['web'] }]);
    expect(played.fileAt(run.head, 'kept.txt')).toBe('as it was');
    expect(at.git(played.tools.keeper.gitDir, 'ls-tree', '--name-only', run.head)).toBe('kept.txt\nweb');
  });

  test('where all of it was put back, nothing was changed', async () => {
    const played = await scene(at, { contents: { web: 'broken', 'kept.txt': 'as it was' }, turns: [writes({ 'kept.txt': 'tampered' })] });
    const { run, stop } = await played.play();
    expect(stop.reason).toBe('stagnated');
    expect(run.tries[0]).toMatchObject({ verdict: 'unchanged', put_back: ['kept.txt'], files: [] });
    expect(played.judgedCount).toBe(1);
  });

  test('a tree that is refused is never judged, whatever it would have come to', async () => {
    const played = await scene(at, { turns: [writes({ web: 'ok', evil: 'x' }), writes({ web: 'ok' })] });
    const { run } = await played.play();
    expect(run.tries).toMatchObject([{ verdict: 'reverted', reason: 'it left something evil', held: 0 }, { verdict: 'done' }]);
    expect(played.judgedCount).toBe(2);
    expect(at.git(played.tools.keeper.gitDir, 'rev-list', '--count', `${run.base}..${run.head}`)).toBe('1');
  });

  test('a tree that its judge refuses is not kept, though every criterion holds', async () => {
    const judge = (folder: string) =>
      existsSync(join(folder, 'gain'))
        ? {
            criteria: [{ name: 'web', held: true, detail: 'ok' }],
            evidence: { findings: [], logs: [] },
            reach: [],
            refused: 'it gained a privilege',
          }
        : undefined;
    const played = await scene(at, { turns: [writes({ gain: 'x' })], judge, limits: { limit: 2 } });
    const { run, stop } = await played.play();
    expect(stop.reason).toBe('max_iterations');
    expect(run.head).toBe(run.base);
    expect(run.tries[0]).toMatchObject({ verdict: 'reverted', reason: 'it gained a privilege' });
  });
});

describe('what an agent is handed', () => {
  test('the session of its last try', async () => {
    const played = await scene(at, { turns: [writes({ a: '1' }, { session: 's-1' }), () => ({ session: 's-2' }), writes({ web: 'ok' })] });
    await played.play();
    expect(played.assignments.map(({ session }) => session)).toEqual([undefined, 's-1', 's-2']);
  });

  test('what is left of its budgets and of its time, and a prompt file outside of its worktree', async () => {
    const spends = { usage: { inputTokens: 40, outputTokens: 10, dollars: 0.5 } };
    const played = await scene(at, {
      turns: [() => spends, () => spends, writes({ web: 'ok' }, spends)],
      limits: { tokens: 1000, dollars: 5, timeMs: 10_000 },
      tryMs: 2000,
    });
    const { run } = await played.play();
    expect(played.assignments.map(({ budget, timeoutMs }) => ({ ...budget, timeoutMs }))).toEqual([
      { tokens: 1000, dollars: 5, timeoutMs: 10_000 },
      { tokens: 950, dollars: 4.5, timeoutMs: 8000 },
      { tokens: 900, dollars: 4, timeoutMs: 6000 },
    ]);
    expect(run).toMatchObject({ tokens: 150, dollars: 1.5 });
    const [first] = played.assignments;
    expect(readFileSync(first?.promptFile ?? '', 'utf8')).toBe(first?.prompt);
    expect(first?.promptFile.startsWith(first.worktree)).toBe(false);
  });

  test('secrets of what was seen reach neither its prompt nor what is told of it', async () => {
    const played = await scene(at, {
      contents: { web: 'broken', error: 'password hunter2 is wrong' },
      turns: [writes({ web: 'ok' }, { said: 'hunter2 it was' })],
    });
    const { run } = await played.play();
    expect(played.assignments[0]?.prompt).toContain('password *** is wrong');
    expect(JSON.stringify([played.assignments[0]?.prompt, run.tries, played.remembered])).not.toContain('hunter2');
    expect(at.git(played.tools.keeper.gitDir, 'log', '-1', '--format=%B', run.head)).not.toContain('hunter2');
  });

  test('what mended the same failure before; and what it did is remembered under that failure', async () => {
    const played = await scene(at, {
      contents: { web: 'broken', error: 'no such file' },
      turns: [writes({ note: 'x' }, { said: 'Tried a note.' }), writes({ web: 'ok', error: '' }, { said: 'Made it.' })],
    });
    await played.play();
    expect(played.remembered).toMatchObject([
      { fix: 'Tried a note.', worked: false },
      { fix: 'Made it.', worked: true, patch: expect.stringContaining('+ok') },
    ]);
  });
});
