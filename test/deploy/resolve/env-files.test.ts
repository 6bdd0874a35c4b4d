import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvFiles } from '../../../src/deploy/resolve/env-files.ts';
import { draftOf, folderWith } from './workbench.ts';

const text = await readFile(new URL('awkward.env', import.meta.url), 'utf8');

test.each(['\n', '\r\n'])('values are what Compose itself reads, line ends %j', async (lineEnd) => {
  const names = [...new Set([...text.matchAll(/(?:^|export | )([A-Z]+) ?[=:]/gm)].map(([, name = '']) => name))];
  const environment = names.map((name) => `${name}: "\${${name}}"`).join(', ');
  const { values, model } = await draftOf(
    { '.env': text.replaceAll('\n', lineEnd), 'compose.yaml': `services: { web: { image: busybox, environment: { ${environment} } } }` },
    { shell: { SHELL_VALUE: 'shell' } },
  );
  const theirs = Object.entries(model.services['web']?.environment ?? {}).map(([name, value]) => [name, value?.replaceAll('$$', '$')]);
  expect(names.length).toBe(27);
  expect(Object.fromEntries(names.map((name) => [name, values[name]]))).toEqual(Object.fromEntries(theirs));
});

test('a later file wins and may use the one before it; a missing one has no values', async () => {
  const directory = await folderWith({ a: 'X=1\nY=1', b: 'Y=2$X' });
  expect(await readEnvFiles([join(directory, 'a'), join(directory, 'b'), join(directory, 'gone')], {})).toEqual({ X: '1', Y: '21' });
});
