import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { CommandSyntaxError, parseCommand } from '../../../src/executor/command/parse-command.ts';
import { createRandom } from '../random.ts';

test.each<[string, string[]]>([
  ['echo hello', ['echo', 'hello']],
  ['  echo \t hello  ', ['echo', 'hello']],
  [`claude -p "it's \\"fine\\""`, ['claude', '-p', `it's "fine"`]],
  [`echo 'a "b" \\n'`, ['echo', 'a "b" \\n']],
  [`echo a'b'"c"d`, ['echo', 'abcd']],
  [`echo '' "" x`, ['echo', '', '', 'x']],
  ['echo a\\ b \\"c', ['echo', 'a b', '"c']],
  ['echo "a\\nb\\\\c\\$d"', ['echo', 'a\\nb\\c$d']],
  ['echo one\\\n two', ['echo', 'one', 'two']],
  ['echo "one\\\ntwo"', ['echo', 'onetwo']],
  ["echo 'two\nlines'", ['echo', 'two\nlines']],
  ['echo hello\n', ['echo', 'hello']],
  ['\n  echo hello', ['echo', 'hello']],
  ['echo héllo 日本 😀', ['echo', 'héllo', '日本', '😀']],
  ['echo $HOME * ~ # x', ['echo', '$HOME', '*', '~', '#', 'x']],
  ['echo "a; b | c & d > e"', ['echo', 'a; b | c & d > e']],
  ['A=1 env', ['A=1', 'env']],
])('%j becomes its words, and nothing in them is expanded', (text, words) => {
  expect(parseCommand(text)).toEqual(words);
});

test.each([
  ['echo a; rm -rf /', '";" at 7'],
  ['echo a|sh', '"|" at 7'],
  ['sleep 9 &', '"&" at 9'],
  ['a && b', '"&" at 3'],
  ['echo a > file', '">" at 8'],
  ['cat < file', '"<" at 5'],
  ['echo $(id)', '"(" at 7'],
  ['echo `id`', '"`" at 6'],
  ['(id)', '"(" at 1'],
  ['echo a)', '")" at 7'],
  ['echo a\nid', '"\\n" at 7'],
])('%j is refused with the place of what only a shell understands', (text, place) => {
  expect(() => parseCommand(text)).toThrow(CommandSyntaxError);
  expect(() => parseCommand(text)).toThrow(place);
});

test.each([
  [`echo 'a`, "the quote ' at 6 is not closed"],
  ['echo "a', 'the quote " at 6 is not closed'],
  ['echo "a\\"', 'the quote " at 6 is not closed'],
  ['echo a\\', 'nothing follows the last backslash'],
  ['', 'the command is empty'],
  [' \n\t ', 'the command is empty'],
  ['"" a', 'the command is empty'],
  ['echo a\0b', 'a command cannot hold NUL'],
])('%j is refused: %s', (text, why) => {
  expect(() => parseCommand(text)).toThrow(CommandSyntaxError);
  expect(() => parseCommand(text)).toThrow(why);
});

/** Everything that a shell neither expands nor takes for an operator, alone and inside of quotes. */
const plain = ['a', 'Z', '0', '-', '.', '/', 'é', '😀', ',', ':', '@', '%', '+', '='];
const inSingle = [...plain, ' ', '\t', '\n', '"', '\\', '$', '`', ';', '|', '&', '<', '>', '(', ')', '*', '#', '~', '!'];
const inDouble = [
  ...plain,
  ' ',
  '\t',
  '\n',
  "'",
  ';',
  '|',
  '&',
  '(',
  ')',
  '*',
  '#',
  '~',
  '\\\\',
  '\\"',
  '\\$',
  '\\`',
  '\\\n',
  '\\a',
  '\\;',
];
const escaped = [...inSingle, "'"].filter((char) => char !== '\n').map((char) => `\\${char}`);

test('words come out as a real shell makes them, on generated commands', () => {
  const random = createRandom(1);
  const several = (from: readonly string[]) => Array.from({ length: random.below(5) }, () => random.pick(from)).join('');
  const piece = () =>
    random.pick([
      () => random.pick(plain) + several(plain),
      () => `'${several(inSingle)}'`,
      () => `"${several(inDouble)}"`,
      () => random.pick(escaped),
      () => '\\\n',
    ])();
  const word = () => `a${Array.from({ length: 1 + random.below(3) }, piece).join('')}`;
  const commands = Array.from({ length: 400 }, () =>
    Array.from({ length: 1 + random.below(4) }, word).join(random.pick([' ', '  ', '\t', ' \\\n '])),
  );
  // One shell for all of them; \1 stands between two commands.
  const script = commands.map((command) => `printf '%s\\0' ${command}\nprintf '\\001'\n`).join('');
  const asShell = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } })
    .split('\u0001')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
  expect(commands.map(parseCommand)).toEqual(asShell);
});
