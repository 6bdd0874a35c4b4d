import { expect, test } from 'vitest';
import { envEntriesAreUsed } from '../../../../../src/deploy/check/rules/upkeep/env-entries-are-used.ts';
import type { EnvFileText } from '../../../../../src/deploy/model/surroundings.ts';
import { inputOf } from '../../input.ts';

const services = { web: { environment: ['HANDED', 'A=${A}'], build: { args: { ARG: null } } } };
const look = (envFiles: EnvFileText[]) =>
  envEntriesAreUsed.look(
    inputOf({
      files: [{ services, secrets: { s: { environment: 'SECRET' } } }],
      draft: { variables: [{ name: 'A', required: false }] },
      surroundings: { envFiles },
    }),
  );

test('entries that nothing uses are one note for the file, at the first of them', () => {
  const text = '# shop\nA=1\nTYPO=2\nexport LEFT=3\n';
  expect(look([{ file: '/srv/shop/.env', text }])).toMatchObject([
    { severity: 'note', message: 'no Compose file uses TYPO, LEFT', at: { file: '/srv/shop/.env', line: 3 } },
  ]);
});

test('what is handed on, belongs to a tool, or feeds another entry is used', () => {
  const text = 'HANDED=1\nARG=2\nSECRET=3\nCOMPOSE_PROJECT_NAME=shop\nBASE=/srv\nA=${BASE}/data\n';
  expect(look([{ file: '/srv/shop/.env', text }])).toEqual([]);
});

test('a file that a service reads as well is used as a whole', () => {
  const text = 'ANYTHING=1\n';
  expect(
    look([
      { file: '/srv/shop/.env', text },
      { file: '/srv/shop/.env', text, service: 'web' },
    ]),
  ).toEqual([]);
});
