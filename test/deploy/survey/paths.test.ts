import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ComposeFile } from '../../../src/deploy/model/compose-file.ts';
import { surveyPaths } from '../../../src/deploy/survey/paths.ts';
import { inputOf } from '../check/input.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paths-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function seen(services: ComposeFile['services'], more: Partial<ComposeFile> = {}) {
  const { stack, draft } = inputOf({ services });
  const compose = { ...stack.compose, ...more };
  return surveyPaths({ ...stack, compose, project: { ...stack.project, directory: folder } }, draft);
}

const bind = (source: string) => ({ type: 'bind', source, target: '/x' });

test('files, folders, links, and what is not there', async () => {
  const [file, directory, link, missing] = ['a.conf', 'data', 'link', 'gone'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await writeFile(file, 'bind 0.0.0.0\n', { mode: 0o640 });
  await mkdir(directory);
  await symlink(file, link);
  const paths = await seen({ web: { volumes: [bind(file), bind(directory), bind(link), bind(missing), bind('/dev/null')] } });
  expect(paths).toMatchObject({
    [file]: { kind: 'file', mode: 0o640, text: 'bind 0.0.0.0\n' },
    [directory]: { kind: 'directory' },
    [link]: { kind: 'file', text: 'bind 0.0.0.0\n' },
    [missing]: { kind: 'missing' },
    '/dev/null': { kind: 'other' },
  });
});

test('what is large or no text is not read, and a secret never is', async () => {
  const [large, binary, secret, config] = ['large', 'binary', 'secret', 'config'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await writeFile(large, 'x'.repeat(70_000));
  await writeFile(binary, Buffer.from([1, 0, 2]));
  await writeFile(secret, 'hush');
  await writeFile(config, 'open');
  const paths = await seen(
    { web: { volumes: [bind(large), bind(binary)] } },
    { secrets: { s: { file: secret } }, configs: { c: { file: config } } },
  );
  expect([large, binary, secret].map((path) => paths[path])).toMatchObject([{ kind: 'file' }, { kind: 'file' }, { kind: 'file' }]);
  expect([large, binary, secret].filter((path) => 'text' in (paths[path] ?? {}))).toEqual([]);
  expect(paths[config]).toMatchObject({ text: 'open' });
});

test('env files count from the folder of the file that names them', async () => {
  const file = join(folder, 'web.env');
  await writeFile(file, 'A=1\n');
  const input = inputOf({ services: { web: { env_file: ['web.env', { path: 'none.env', required: false }, '${X}.env'] } } });
  const draft = { sources: { ...input.draft.sources, locate: () => ({ file: join(folder, 'compose.yaml'), line: 1 }) } };
  const paths = await surveyPaths(input.stack, draft);
  expect(paths).toMatchObject({ [file]: { kind: 'file', text: 'A=1\n' }, [join(folder, 'none.env')]: { kind: 'missing' } });
});
