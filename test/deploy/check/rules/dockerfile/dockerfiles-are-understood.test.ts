import { expect, test } from 'vitest';
import { dockerfilesAreUnderstood } from '../../../../../src/deploy/check/rules/dockerfile/dockerfiles-are-understood.ts';
import { dockerfileOf } from '../../dockerfile-of.ts';
import { inputOf } from '../../input.ts';

async function found(text: string) {
  const web = await dockerfileOf(text);
  return dockerfilesAreUnderstood.look(inputOf({ surroundings: { dockerfiles: { web } } }));
}

test.each([
  'ARG V=1\nFROM a:$V\nrun true\n',
  '# escape=`\nFROM a\nRUN one `\n  two\n',
  'FROM a\nRUN <<EOF\nset -e\nWROKDIR is text\nEOF\nCMD []\n',
  "FROM a\nRUN cat <<'END' > /x && true\nhello world\nEND\nCOPY <<A <<B /x/\none\nA\ntwo\nB\nENTRYPOINT\n",
  '# syntax=example/of-their-own\nINCLUDE other\n',
  'FROM a\nRUN one \\\n  # a comment\n  two \\\n\n  three\nONBUILD RUN x\nSHELL ["a"]\nSTOPSIGNAL 9\nMAINTAINER me\n',
])('is understood: %j', async (text) => {
  expect(await found(text)).toEqual([]);
});

test('a misspelt instruction is mended where it stands', async () => {
  expect(await found('FROM a\nWROKDIR /x\n')).toMatchObject([
    {
      severity: 'error',
      at: { line: 2 },
      repair: [{ edit: 'replace', file: '/srv/shop/Dockerfile', line: 2, from: 'WROKDIR', to: 'WORKDIR' }],
    },
  ]);
});

test.each(['', '# nothing\n', 'ARG A\n', 'RUN true\nFROM a\n', 'FROM\nRUN true\n', 'FROM a\nCOPY\n'])(
  'cannot be built: %j',
  async (text) => {
    expect((await found(text)).map(({ severity }) => severity)).toEqual(['error']);
  },
);

test('a line that ends with an operator of the shell lost its backslash', async () => {
  expect(await found('FROM a\nRUN one &&\n    two\nUSER me\n')).toMatchObject([
    { severity: 'error', at: { line: 3 }, repair: [{ edit: 'replace', line: 2, from: 'RUN one &&', to: 'RUN one && \\' }] },
  ]);
  // Nothing says that these lines belong together.
  expect((await found('FROM a\nRUN one\n    two\n'))[0]?.repair).toBeUndefined();
});
