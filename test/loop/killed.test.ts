import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../src/loop/run.ts';
import { type Bench, bench } from './repositories.ts';
import { Killed, type SceneOptions, type Turn, lookAt, scene, writes } from './scene.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

const contents = { web: 'broken', api: 'broken', error: 'one' };
const criteria = ['web', 'api'];
const usage = { inputTokens: 10, outputTokens: 0 };
/** By the number of the iteration, whoever runs it: kept, reverted, a wait and then done. */
const script = (asked: number[] = []): Turn => {
  let faults = 0;
  return (folder, assignment) => {
    asked.push(assignment.iteration);
    if (assignment.iteration === 1) return writes({ web: 'ok', error: 'two' }, { usage })(folder, assignment);
    if (assignment.iteration === 2) return writes({ web: 'broken' }, { usage })(folder, assignment);
    if (faults++ === 0) return { outcome: { kind: 'infrastructure', reason: 'the network is away' }, usage };
    return writes({ api: 'ok' }, { usage })(folder, assignment);
  };
};

/** Plays it until the process is killed, then again and again from what was saved until it ends. */
async function throughKills(options: SceneOptions): Promise<{ run: Run; kills: number; tree: string; saves: number }> {
  let kept: Run | undefined;
  for (let kills = 0; ; kills++) {
    let saves = 0;
    const saving = (run: Run, count: number) => {
      options.saving?.(run, kills === 0 ? count : -1);
      saves = count + 1;
    };
    const played = await scene(at, { ...options, saving, ...(kept ? { run: kept } : {}) });
    try {
      const { run, stop } = await played.play();
      expect(stop.reason).toBe('success');
      return { run, kills, saves, tree: at.git(played.tools.keeper.gitDir, 'rev-parse', `${run.head}^{tree}`) };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kept = played.kept.run ?? kept;
    }
  }
}

const told = ({ tries }: Run) => tries.map(({ iteration, verdict, held }) => [iteration, verdict, held]);

describe('killed at any moment, the next run goes on at the same iteration', () => {
  test('at every save', { timeout: 60_000 }, async () => {
    const whole = await throughKills({ contents, criteria, turns: [script()] });
    expect(told(whole.run)).toEqual([
      [1, 'kept', 1],
      [2, 'reverted', 0],
      [3, 'done', 2],
    ]);
    expect(whole.saves).toBeGreaterThan(7);
    for (let nth = 0; nth < whole.saves; nth++) {
      at.close();
      at = bench();
      const saving = (_: Run, count: number) => {
        if (count === nth) throw new Killed();
      };
      const { run, kills, tree } = await throughKills({ contents, criteria, turns: [script()], saving });
      expect({ nth, kills, tree, told: told(run) }).toEqual({ nth, kills: 1, tree: whole.tree, told: told(whole.run) });
      expect(at.git(`${at.folder}/run/keeper.git`, 'rev-list', '--count', `${run.base}..${run.head}`)).toBe('2');
    }
  });

  test('while the agent writes: what it had half done is gone', async () => {
    const plain = script();
    let dies = true;
    const turn: Turn = (folder, assignment) => {
      if (assignment.iteration === 2 && dies) {
        dies = false;
        writes({ half: 'written' })(folder, assignment);
        throw new Killed();
      }
      return plain(folder, assignment);
    };
    const { run, kills } = await throughKills({ contents, criteria, turns: [turn] });
    expect(kills).toBe(1);
    expect(told(run).map(([iteration]) => iteration)).toEqual([1, 2, 3]);
    expect(at.git(`${at.folder}/run/keeper.git`, 'ls-tree', '--name-only', run.head)).not.toContain('half');
  });

  test('while it is judged: the agent is asked once more, as nothing was kept', async () => {
    const asked: number[] = [];
    let dies = true;
    const judge: SceneOptions['judge'] = (folder, iteration) => {
      if (iteration === 3 && dies) {
        dies = false;
        throw new Killed();
      }
      return lookAt(folder, criteria);
    };
    const { run } = await throughKills({ contents, criteria, turns: [script(asked)], judge });
    expect(told(run).map(([iteration]) => iteration)).toEqual([1, 2, 3]);
    expect(asked).toEqual([1, 2, 3, 3, 3]);
    expect(run.tokens).toBe(50);
  });

  test('once it is done, and before it was told: no agent is asked', async () => {
    const first = await scene(at, { turns: [writes({ web: 'ok' })] });
    const { run } = await first.play();
    const again = await scene(at, { turns: [writes({ web: 'broken' })], run });
    expect(await again.play()).toEqual({ run, stop: { reason: 'success', detail: 'every criterion holds' } });
    expect(again.assignments).toEqual([]);
  });

  test('the time of the processes before counts', async () => {
    const first = await scene(at, { turns: [writes({ a: 'x' })], limits: { limit: 1 }, tryMs: 7000 });
    await first.play();
    const again = await scene(at, { turns: [writes({ b: 'x' })], limits: { timeMs: 10_000 }, tryMs: 7000, run: first.kept.run as Run });
    const { run, stop } = await again.play();
    expect(again.assignments.map(({ timeoutMs }) => timeoutMs)).toEqual([3000]);
    expect([stop.reason, run.tries.length]).toEqual(['timeout', 2]);
  });
});

describe('killed while the run’s own repository was made', () => {
  test.each(['HEAD only', 'without its objects', 'without its first branch'])('%s: it is made again', async (left) => {
    const first = await scene(at, { turns: [writes({ web: 'ok' })] });
    const { gitDir } = first.tools.keeper;
    const gone = { 'HEAD only': ['objects', 'refs', 'config'], 'without its objects': ['objects/info/alternates', 'refs/heads/base'] }[
      left
    ] ?? ['refs/heads/base'];
    for (const path of gone) rmSync(`${gitDir}/${path}`, { recursive: true, force: true });
    const again = await scene(at, { turns: [writes({ web: 'ok' })] });
    expect((await again.play()).stop.reason).toBe('success');
  });
});
