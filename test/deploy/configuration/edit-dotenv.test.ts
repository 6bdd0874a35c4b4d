import { describe, expect, test } from 'vitest';
import { setVariable, unsetVariable } from '../../../src/deploy/configuration/edit-dotenv.ts';
import { parseDotenv, valuesOf } from '../../../src/deploy/resolve/dotenv.ts';
import { draftOf } from '../resolve/workbench.ts';

const file = `# Who we are
NAME=shop   # the shop

export TOKEN="old value"
PATH_='C:\\old'
`;

describe('set', () => {
  test.each([
    ['NAME', 'market', 'NAME=shop   # the shop', 'NAME=market   # the shop'],
    ['NAME', 'a b', 'NAME=shop   # the shop', "NAME='a b'   # the shop"],
    ['NAME', '', 'NAME=shop   # the shop', "NAME=''   # the shop"],
    ['TOKEN', 'new', 'export TOKEN="old value"', 'export TOKEN="new"'],
    ['TOKEN', 'a"$b', 'export TOKEN="old value"', String.raw`export TOKEN="a\"\$b"`],
    ['PATH_', 'D:', "PATH_='C:\\old'", "PATH_='D:'"],
    ['PATH_', "it's", "PATH_='C:\\old'", `PATH_="it's"`],
  ])('%s to %j changes its value and keeps all the rest', (name, value, before, after) => {
    expect(setVariable(file, name, value)).toEqual({
      text: file.replace(before, () => after),
      done: 'changed',
      line: expect.any(Number) as number,
      others: [],
    });
  });

  test('a new one stands at the end, on a line of its own', () => {
    expect(setVariable(file, 'NEW', '1')).toEqual({ text: `${file}NEW=1\n`, done: 'added', line: 6, others: [] });
    expect(setVariable('', 'NEW', '1')).toMatchObject({ text: 'NEW=1\n', line: 1 });
    expect(setVariable('A=1', 'NEW', '1')).toMatchObject({ text: 'A=1\nNEW=1\n', line: 2 });
    expect(setVariable('A=1\r\nB=2', 'NEW', '1')).toMatchObject({ text: 'A=1\r\nB=2\r\nNEW=1\r\n', line: 3 });
  });

  test('line ends of Windows, and a mark at the beginning of the file, stay', () => {
    expect(setVariable('\uFEFFA=1\r\nB=2 # b\r\n', 'A', 'x y').text).toBe("\uFEFFA='x y'\r\nB=2 # b\r\n");
    expect(setVariable('A=1\r\nB=2\r\n', 'B', '3').text).toBe('A=1\r\nB=3\r\n');
  });

  test('of several lines the last one counts, and only that one changes', () => {
    expect(setVariable('A=1\nB=1\nA=2\nA=3\n', 'A', '4')).toEqual({
      text: 'A=1\nB=1\nA=2\nA=4\n',
      done: 'changed',
      line: 4,
      others: [1, 3],
    });
  });

  test('what it is already is left as it is written', () => {
    const written = `A="x y"\nB='$x'\nC=$$\nD="\\$x"\n`;
    for (const [name, value] of Object.entries({ A: 'x y', B: '$x', C: '$', D: '$x' }))
      expect(setVariable(written, name, value)).toMatchObject({ text: written, done: 'same' });
    expect(setVariable('A=$B\n', 'A', '$B')).toMatchObject({ text: "A='$B'\n", done: 'changed' });
  });

  test('a name alone, which takes the value of the shell, gets one', () => {
    expect(setVariable('A\nB=1\n', 'A', 'x').text).toBe('A=x\nB=1\n');
  });

  test('a name that is part of another, or stands in a comment or a value, is not meant', () => {
    const text = '#A=1\nAA=1\nB="\nA=2\n"\n';
    expect(setVariable(text, 'A', '3').text).toBe(`${text}A=3\n`);
  });

  test('a broken line elsewhere stays what it is', () => {
    expect(setVariable('two words=1\nA=1\n', 'A', '2').text).toBe('two words=1\nA=2\n');
  });
});

describe('unset', () => {
  test('takes away every line of it, with the comment behind, and nothing else', () => {
    expect(unsetVariable('# a\nA=1 # one\nB=2\nA="x\ny"\n', 'A')).toEqual({ text: '# a\nB=2\n', done: 'removed', line: 4, others: [2] });
    expect(unsetVariable('A=1\r\nB=2\r\n', 'A').text).toBe('B=2\r\n');
    expect(unsetVariable('\uFEFFA=1\nB=2', 'A').text).toBe('\uFEFFB=2');
    expect(unsetVariable("A='1' B=2\n", 'A').text).toContain('B=2');
  });

  test('what is not there', () => {
    expect(unsetVariable('B=1\n', 'A')).toEqual({ text: 'B=1\n', done: 'absent', others: [] });
  });
});

const awkward = [
  '',
  ' ',
  ' leading and trailing ',
  '#hash',
  'a #hash',
  'a#hash',
  '$VAR ${VAR:-x} $$',
  "it's",
  'say "so"',
  `'"`,
  '\\',
  'C:\\new\\',
  '\\n is not a newline',
  'one\ntwo\n',
  '\r\n',
  '\ttab\t',
  'größe 日本語 🚢',
  '`$(id)`',
  'a=b:c',
  '\\$x\\"',
  "\\'",
  '!#&*()[]{};|<>?~^',
  'export A=1',
  '-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n',
];

test.each(['plain', "'single'", '"double"'])(
  'Compose reads what was set, whatever it holds and however it was written before: %s',
  async (before) => {
    const names = awkward.map((_, index) => `V${index}`);
    const start = names.map((name) => `${name}=${before} # note\n`).join('');
    const text = awkward.reduce((written, value, index) => setVariable(written, `V${index}`, value).text, start);
    const { model, values } = await draftOf({
      '.env': text,
      'compose.yaml': `services: { web: { image: busybox, environment: [${names.join(', ')}] } }`,
    });
    const seen = names.map((name) => model.services['web']?.environment?.[name]?.replaceAll('$$', '$'));
    expect(seen).toEqual(awkward);
    expect(names.map((name) => values[name])).toEqual(awkward);
    expect(text.split('\n').filter((line) => line.endsWith(' # note'))).toHaveLength(awkward.length);
    expect(Object.values(valuesOf(parseDotenv(text), {}, {}))).toEqual(awkward);
  },
);
