import { describe, expect, test } from 'vitest';
import { ask, commandLine, runTasks } from '../api.ts';
import { connect } from '../client.ts';
import { type StartTarget, script } from '../target.ts';
import { eventually, shared } from './shared.ts';

const apiKey = 'sk-ant-contract-0815-é-end';
/** One that holds another, as an endpoint's token often holds the account's. */
const longer = `${apiKey}-and-more`;

/** Values of secrets in the executor's environment: nowhere outside. */
export function secrets(start: StartTarget): void {
  describe('secrets', () => {
    const target = shared(start, { ANTHROPIC_API_KEY: apiKey, SOME_TOKEN: longer });

    test('a key that is there is said to be present, without its value', async () => {
      const { body, text } = await ask(target(), '/health');
      expect(body['anthropic_api_key']).toBe('present');
      expect(text).not.toContain(apiKey);
    });

    test('a command has it, and its output does not', async () => {
      await using client = await connect(target());
      expect((await client.run(['printenv', 'ANTHROPIC_API_KEY'])).stdout).toBe('***\n');
      const { stdout } = await client.run(script(`console.log(process.env.ANTHROPIC_API_KEY.length, process.env.SOME_TOKEN)`));
      expect(stdout).toBe(`${apiKey.length} ***\n`);
    });

    test('though it is written in pieces, or not ended', async () => {
      await using client = await connect(target());
      const { stdout, stderr } = await client.run(
        script(`
          const key = Buffer.from(process.env.ANTHROPIC_API_KEY);
          let at = 0;
          (function next() {
            if (at < key.length) return process.stdout.write(key.subarray(at, ++at), () => setTimeout(next, 3));
            process.stderr.write(key.subarray(0, 10)); process.stdout.write('.');
          })()`),
      );
      expect({ stdout, stderr }).toEqual({ stdout: '***.', stderr: apiKey.slice(0, 10) });
    });

    test('neither in results, nor in what a list says of itself', async () => {
      const tasks = [
        'printenv ANTHROPIC_API_KEY',
        `echo ${apiKey}`,
        `echo ${longer}`,
        commandLine(script(`console.error(process.env.SOME_TOKEN)`)),
      ];
      const result = await runTasks(target(), tasks, { execution_id: 'secrets' });
      expect(result.results.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['***\n', '***\n', '***\n', '***\n']);
      const { text } = await ask(target(), '/executions/secrets/results');
      expect(JSON.stringify(result) + text).not.toContain('sk-ant');
      expect(JSON.stringify(result) + text).not.toContain('-and-more');
    });

    test('nor the token: not in output, nor in the log', async () => {
      const { token = '' } = target();
      await using client = await connect(target());
      expect((await client.run(['echo', token])).stdout).toBe('***\n');
      await client.run(['echo', longer]);
      await client.call('execute', { command: [`no-such-${longer}`] });
      await client.call(`no-such-${token}`);
      await ask(target(), `/no-such?token=${token}`);
      await eventually(
        () => target().log(),
        (seen) => expect(seen).toContain('echo ***'),
      );
      const log = await target().log();
      expect(log).not.toContain(token);
      expect(log).not.toContain('sk-ant');
      expect(log).not.toContain('-and-more');
    });
  });

  describe('without ANTHROPIC_API_KEY', () => {
    const target = shared(start, { ANTHROPIC_API_KEY: '' });

    test('that is said once, and everything else works', async () => {
      expect((await ask(target(), '/health')).body['anthropic_api_key']).toBe('missing');
      await using client = await connect(target());
      expect((await client.run('echo works')).stdout).toBe('works\n');
      expect((await target().log()).match(/ANTHROPIC_API_KEY is not set/g)).toHaveLength(1);
    });
  });
}
