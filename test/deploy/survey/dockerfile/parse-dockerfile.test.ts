import { expect, test } from 'vitest';
import { chainOf, baseImageOf } from '../../../../src/deploy/model/dockerfile.ts';
import { dockerfileOf } from '../../check/dockerfile-of.ts';
import { parseDockerfile } from '../../../../src/deploy/survey/dockerfile/parse-dockerfile.ts';

test('stages know what they begin with, and which of them are built', async () => {
  const facts = await dockerfileOf(
    'ARG V=1\nFROM base:${V} AS build\nRUN a\nFROM build AS test\nRUN b\nFROM scratch AS tools\nFROM --platform=linux/arm64 ${OTHER:-deb}:2 AS last\nCOPY --from=BUILD /x /x\nRUN --mount=type=cache,target=/c --mount=type=bind,from=tools,target=/t c\n',
  );
  expect(facts.stages.map(({ name, from, base, needed }) => `${name} ${from} ${base} ${needed}`)).toEqual([
    'build base:1 undefined true',
    'test build 0 false',
    'tools scratch undefined true',
    'last deb:2 undefined true',
  ]);
  expect(facts.target).toBe(3);
  expect(chainOf(facts, 1).map(({ text }) => text)).toEqual(['a', 'b']);
  expect(baseImageOf(facts, 1)).toBe('base:1');
});

test('build arguments win over defaults; what only the build will know is not made up', async () => {
  const { stages, instructions } = await parseDockerfile(
    'ARG A=1\nFROM x:$A\nARG A\nARG B=$A-b\nENV C="$B c" D=$UNKNOWN\nCOPY $A "$B" $C $D ${D:-d} \\$A \'$A\' /to/\n',
    {
      args: { A: '2' },
    },
  );
  expect(stages[0]?.from).toBe('x:2');
  expect(instructions.at(-1)?.words).toEqual(['2', '2-b', '2-b c', undefined, 'd', '$A', '$A', '/to/']);
});

test('lists are read as JSON, lines are counted from 1, flags stand apart', async () => {
  const { instructions } = await parseDockerfile(
    'FROM a\n\nENTRYPOINT [ "/a b", \\\n  "c" ]\nCOPY --chown=1:2 --chmod=755 a b\nCMD ["broken\'\n',
  );
  expect(instructions.map(({ line, lastLine, json, flags }) => ({ line, lastLine, json, flags }))).toEqual([
    { line: 1, lastLine: 1, json: undefined, flags: {} },
    { line: 3, lastLine: 4, json: ['/a b', 'c'], flags: {} },
    { line: 5, lastLine: 5, json: undefined, flags: { chown: '1:2', chmod: '755' } },
    { line: 6, lastLine: 6, json: undefined, flags: {} },
  ]);
});

test('a misspelt instruction is read as what was meant, so that all else is seen too; its word stays', async () => {
  const { instructions } = await parseDockerfile('FROM x\nCOPPY --chmod=755 run.sh /\nWHATEVER y\n');
  expect(instructions.map(({ keyword, word, flags }) => ({ keyword, word, flags }))).toMatchObject([
    { keyword: 'FROM' },
    { keyword: 'COPY', word: 'COPPY', flags: { chmod: '755' } },
    { keyword: 'WHATEVER', word: 'WHATEVER' },
  ]);
});

test('nor is a text after a here-document taken for instructions', async () => {
  const { instructions } = await parseDockerfile('FROM x\nRUN <<EOF\nCOPPY a b\nEOF\n');
  expect(instructions.map(({ keyword }) => keyword)).not.toContain('COPY');
});
