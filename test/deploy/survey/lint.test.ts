import { expect, test } from 'vitest';
import { lint } from '../../../src/deploy/survey/lint.ts';
import type { WrittenFile } from '../../../src/deploy/model/draft.ts';
import { parse } from 'yaml';

const file = (text: string): WrittenFile => ({ file: 'compose.yaml', text, data: parse(text) });

test('what troubles plain Compose is told with its line; matters of taste are not', async () => {
  const text = [
    'version: "3"',
    'services:',
    '  zoo: { image: x, ports: ["80:80"] }',
    '  api:',
    '    image: x',
    '    ports: ["80:81"]',
    '',
  ].join('\n');
  expect((await lint([file(text)])).map(({ rule, line }) => `${rule} ${line}`)).toEqual([
    'no-duplicate-exported-ports 5',
    'no-version-field 1',
  ]);
});

test('a file that dclint cannot read is said nothing of', async () => {
  expect(await lint([{ file: 'compose.yaml', text: 'services: [', data: undefined }, file('services: 3\n')])).toEqual([]);
});

test('what its author told dclint to leave is left', async () => {
  expect(await lint([file('# dclint disable no-version-field\nversion: "3"\nservices: {}\n')])).toEqual([]);
});
