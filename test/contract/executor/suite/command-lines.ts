import { describe, expect, test } from 'vitest';
import { ask } from '../api.ts';
import { connect } from '../client.ts';
import { type StartTarget, script } from '../target.ts';
import { shared } from './shared.ts';

const echoes = (line: string) => `node -e 'process.stdout.write(JSON.stringify(process.argv.slice(1)))' -- ${line}`;

/** A command line is words. No shell reads it, and what only a shell would understand is refused. */
export function commandLines(start: StartTarget): void {
  describe('a command line', () => {
    const target = shared(start);

    test.for<[line: string, words: string[]]>([
      [`a  b\tc`, ['a', 'b', 'c']],
      [`'a b' "c d"`, ['a b', 'c d']],
      [`"a 'b'" 'c "d"'`, [`a 'b'`, 'c "d"']],
      [`a"b"'c'd`, ['abcd']],
      [String.raw`a\ b \"c\" \\`, ['a b', '"c"', '\\']],
      [String.raw`"\$HOME \a \" \\"`, [String.raw`$HOME \a " ` + '\\']],
      [`'' ""`, ['', '']],
      [`"a; b | c > d & e"`, ['a; b | c > d & e']],
      [`$HOME \${HOME} * ~ #a`, ['$HOME', '${HOME}', '*', '~', '#a']],
      [`"$HOME" '$(id)'`, ['$HOME', '$(id)']],
      [`ü '😀 €'`, ['ü', '😀 €']],
      [`'a\nb'`, ['a\nb']],
    ])('%s', async ([line, words]) => {
      await using client = await connect(target());
      expect(JSON.parse((await client.run(echoes(line))).stdout)).toEqual(words);
    });

    test.for([
      'echo a; echo b',
      'echo a;echo b',
      'echo a | cat',
      'echo a || echo b',
      'echo a && echo b',
      'echo a &',
      'echo $(id)',
      'echo `id`',
      'echo a > /tmp/a',
      'cat < /etc/hostname',
      '(echo a)',
      'echo a\necho b',
      `echo 'a`,
      `echo "a`,
      'echo a\\',
      'echo a\0b',
    ])('is refused whole: %j', async (command) => {
      await using client = await connect(target());
      expect((await client.call('execute', { command })).error?.code).toBe(-32_602);
      const { status, body } = await ask(target(), '/execute', { method: 'POST', body: { tasks: ['echo first', command] } });
      expect(status).toBe(422);
      expect(body['detail']).toMatch(/^task 2: /);
      await client.call('pong');
      expect(client.written()).toBe('');
    });

    test.for(['sh', '/bin/sh', 'bash', 'dash', 'rbash', './bash', '/usr/bin/../bin/sh', 'busybox'])(
      'a shell does not run where nobody allowed it: %s',
      async (shell) => {
        await using client = await connect(target());
        expect((await client.call('execute', { command: [shell, '-c', 'true'] })).error?.code).toBe(-32_001);
        expect((await client.call('execute', { command: `${shell} -c true` })).error?.code).toBe(-32_001);
        expect((await ask(target(), '/execute', { method: 'POST', body: { tasks: [`${shell} -c true`] } })).status).toBe(403);
      },
    );

    test('a list of words is taken as it is', async () => {
      await using client = await connect(target());
      const words = ['a b', '$(id)', ';', '', '"', "'", '\\', '\n', 'é😀'];
      const { stdout } = await client.run(script('process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--', ...words));
      expect(JSON.parse(stdout)).toEqual(words);
    });

    test('a word with NUL in it is refused', async () => {
      await using client = await connect(target());
      expect((await client.call('execute', { command: ['echo', 'a\0b'] })).error?.code).toBe(-32_602);
    });

    test('more words than the system takes are refused, and the session goes on', async () => {
      await using client = await connect(target());
      const { error } = await client.call('execute', { command: ['echo', ...Array.from({ length: 40 }, () => 'x'.repeat(100_000))] });
      expect(error).toMatchObject({ code: -32_602, message: 'the command is too long' });
      expect((await client.run('echo after')).stdout).toBe('after\n');
    });
  });
}
