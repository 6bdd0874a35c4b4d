import { describe, expect, test } from 'vitest';
import { commandLine, runTasks } from '../api.ts';
import { connect } from '../client.ts';
import { type StartTarget, script } from '../target.ts';
import { shared } from './shared.ts';

const takes = (ms: number, task: string) => script(`setTimeout(() => {}, ${ms})`, `[category:contract][task:${task}]`);

/** How long a command may take where nobody said: by what it took before. */
export function estimates(start: StartTarget): void {
  describe('a time-out that nobody gave', () => {
    const target = shared(start, { DEFAULT_EXECUTION_TIMEOUT: '3', MIN_EXECUTION_TIMEOUT: '0.7' });

    test.concurrent('is twice the longest of three successes', async () => {
      await using client = await connect(target());
      const times: number[] = [];
      for (const ms of [500, 600, 400]) times.push((await client.run(takes(ms, 'slow'))).ending.execution_time ?? 0);
      const { ending } = await client.run(takes(60_000, 'slow'));
      expect(ending).toMatchObject({ status: 'failed', exit_code: 124, error: `timed out after ${2 * Math.max(...times)} s` });
      // A failure is no sample, and a list learns from the same history.
      const { results } = await runTasks(target(), [commandLine(takes(60_000, 'slow'))]);
      expect(results[0]).toMatchObject({ exit_code: 124, stderr: `timed out after ${2 * Math.max(...times)} s` });
    });

    test.concurrent('is never less than MIN_EXECUTION_TIMEOUT', async () => {
      await using client = await connect(target());
      for (let turn = 0; turn < 3; turn += 1) await client.run(['true', '[category:contract][task:quick]']);
      expect((await client.run(takes(60_000, 'quick'))).ending.error).toBe('timed out after 0.7 s');
    });

    test.concurrent('is the default after two, and of others', async () => {
      await using client = await connect(target());
      for (let turn = 0; turn < 2; turn += 1) await client.run(['true', '[category:contract][task:twice]']);
      expect((await client.run(takes(60_000, 'twice'))).ending.error).toBe('timed out after 3 s');
    });
  });
}
