import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '../../../src/deploy/resolve/sources.ts';
import { folderWith } from './workbench.ts';

const nothing = { shell: {}, envFiles: {} };

const base = `# a comment
services:
  web:
    image: busybox
    ports:
      - "80"
      - "\${PORT:-81}:81"
`;
const override = `services:
  web:
    image: !override other
    environment: !reset {}
`;

test('a key is found where it is written last; one that is not there, at what is above it', async () => {
  const directory = await folderWith({ 'a.yaml': base, 'b.yaml': override });
  const [a, b] = [join(directory, 'a.yaml'), join(directory, 'b.yaml')];
  const { locate, syntaxErrors } = await readSources([a, b], nothing);

  expect(syntaxErrors).toEqual([]);
  expect(locate(['services', 'web', 'image'])).toEqual({ file: b, line: 3, column: 5 });
  expect(locate(['services', 'web', 'ports', 1])).toEqual({ file: a, line: 7, column: 9 });
  expect(locate(['services', 'web', 'healthcheck', 'test'])).toEqual({ file: b, line: 2, column: 3 });
  expect(locate(['nothing'])).toEqual({ file: a });
});

test('an item of a list that stands for a key is found by its name', async () => {
  const lists =
    'services:\n  web:\n    depends_on: [db]\n    environment:\n      - NODE_ENV=production\n      - URL=http://db\n      - URL_NEXT\n';
  const directory = await folderWith({ 'a.yaml': lists });
  const file = join(directory, 'a.yaml');
  const { locate } = await readSources([file], nothing);
  expect(locate(['services', 'web', 'environment', 'URL'])).toEqual({ file, line: 6, column: 9 });
  expect(locate(['services', 'web', 'environment', 'URL_NEXT'])).toEqual({ file, line: 7, column: 9 });
  expect(locate(['services', 'web', 'environment', 'UR'])).toEqual({ file, line: 4, column: 5 });
  expect(locate(['services', 'web', 'depends_on', 'db'])).toEqual({ file, line: 3, column: 18 });
});

test('a variable is found where it is mentioned first', async () => {
  const directory = await folderWith({ 'a.yaml': base });
  const { locateVariable } = await readSources([join(directory, 'a.yaml')], nothing);
  expect(locateVariable('PORT')).toEqual({ file: join(directory, 'a.yaml'), line: 7, column: 10 });
  expect(locateVariable('POR')).toBeUndefined();
});

test('included and extended files are read too, each once, circles or not', async () => {
  const directory = await folderWith({
    'a.yaml': 'include: [b.yaml, { path: [c.yaml] }, "${X}.yaml", gone.yaml]\nservices: { web: { extends: { file: d.yaml, service: x } } }',
    'b.yaml': 'include: [a.yaml]',
    'c.yaml': '',
    'd.yaml': 'services: {}',
  });
  const { documents } = await readSources([join(directory, 'a.yaml')], nothing);
  expect(documents.map(({ file }) => file.slice(directory.length + 1)).toSorted()).toEqual(['a.yaml', 'b.yaml', 'd.yaml']);
});

test('an alias without an anchor, or bytes that are no YAML, harm nobody', async () => {
  const directory = await folderWith({ 'a.yaml': 'services: *nowhere\n', 'b.yaml': '\u0000\u0001: [' });
  const { documents } = await readSources(
    ['a.yaml', 'b.yaml'].map((name) => join(directory, name)),
    nothing,
  );
  expect(documents.map(({ data }) => data)).toEqual([undefined, undefined]);
});
