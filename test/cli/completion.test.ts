import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { portside } from './memory-world.ts';

describe('bash', () => {
  test.each([
    [
      ['portside', 'u'],
      ['up', 'url'],
    ],
    [['portside', 'up', '--ne'], ['--new']],
    [['portside', 'up', '--js'], ['--json']],
    [
      ['portside', 'env', '--format', ''],
      ['sh', 'fish', 'json'],
    ],
    [['portside', 'completion', 'z'], ['zsh']],
    [['portside', 'executor', 'r'], ['run']],
    [['portside', 'executor', 'run', '--ti'], ['--timeout']],
    [['portside', 'up', '--record', ''], []],
  ])('%j → %j', async (words, expected) => {
    expect(await completed(words)).toEqual(expected);
  });

  async function completed(words: string[]): Promise<string[]> {
    const { stdout: script } = await portside(['completion', 'bash'], {});
    const ask = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _portside; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', ask, 'bash', ...words]);
    return stdout.split('\n').filter(Boolean);
  }
});

test('zsh', async () => {
  const { stdout } = await portside(['completion', 'zsh'], {});
  expect(stdout).toContain("'ps:what runs, and where to reach it'");
  expect(stdout).toContain("'*--format[for which reader]:value:(sh fish json)'");
});

test('fish', async () => {
  const { stdout } = await portside(['completion', 'fish'], {});
  expect(stdout).toContain("complete -c portside -n __fish_use_subcommand -f -a ps -d 'what runs, and where to reach it'\n");
  expect(stdout).toContain(
    "complete -c portside -n '__fish_seen_subcommand_from env' -l format -r -f -a 'sh fish json' -d 'for which reader'\n",
  );
});
