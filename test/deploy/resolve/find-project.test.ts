import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/contract/user-error.ts';
import { findProject, type ProjectRequest } from '../../../src/deploy/resolve/find-project.ts';
import { folderWith } from './workbench.ts';

function find(directory: string, more: Partial<ProjectRequest> = {}) {
  return findProject({ currentDirectory: directory, environment: { HOME: '/nowhere' }, ...more });
}

test.each(['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'])('%s is found', async (name) => {
  const directory = await folderWith({ [name]: '' });
  expect(await find(directory)).toEqual({ directory, files: [join(directory, name)], envFiles: [], profiles: [] });
});

test('the override beside it, and .env, belong to it', async () => {
  const directory = await folderWith({ 'docker-compose.yml': '', 'docker-compose.override.yml': '', '.env': 'COMPOSE_PROFILES=a, b\n' });
  expect(await find(directory)).toMatchObject({
    files: [join(directory, 'docker-compose.yml'), join(directory, 'docker-compose.override.yml')],
    envFiles: [join(directory, '.env')],
    profiles: ['a', 'b'],
  });
});

test('without a folder given, the nearest one above that has a Compose file is the project', async () => {
  const directory = await folderWith({ 'compose.yaml': '', 'src/deep/file.txt': '' });
  expect(await find(join(directory, 'src/deep'))).toMatchObject({ directory, files: [join(directory, 'compose.yaml')] });
});

test('the search upward ends at the home folder, and a folder that was given is meant as it is', async () => {
  const directory = await folderWith({ 'compose.yaml': '', 'home/project/file.txt': '' });
  const project = join(directory, 'home/project');
  await expect(find(project, { environment: { HOME: join(directory, 'home') } })).rejects.toMatchObject({
    code: 'no-compose-file',
    exit: 2,
  });
  await expect(find(project, { directory: project })).rejects.toMatchObject({ code: 'no-compose-file', exit: 2 });
});

test('files that are named are taken in that order, from the current folder or from the project', async () => {
  const directory = await folderWith({ 'here/a.yaml': '', 'there/b.yaml': '', 'there/compose.yaml': '' });
  const found = await find(join(directory, 'here'), { directory: '../there', files: ['a.yaml', 'b.yaml'] });
  expect(found).toMatchObject({
    directory: join(directory, 'there'),
    files: [join(directory, 'here/a.yaml'), join(directory, 'there/b.yaml')],
  });
});

test('COMPOSE_FILE names them too, in the shell or in .env', async () => {
  const directory = await folderWith({ 'a.yaml': '', 'b.yaml': '', '.env': 'COMPOSE_FILE=a.yaml:b.yaml\n' });
  expect(await find(directory)).toMatchObject({ files: [join(directory, 'a.yaml'), join(directory, 'b.yaml')] });
  expect(await find(directory, { environment: { COMPOSE_FILE: 'b.yaml' } })).toMatchObject({ files: [join(directory, 'b.yaml')] });
});

test('env files that are named replace .env', async () => {
  const directory = await folderWith({ 'compose.yaml': '', '.env': '', 'prod.env': '' });
  expect(await find(directory, { envFiles: ['prod.env'] })).toMatchObject({ envFiles: [join(directory, 'prod.env')] });
});

test.each([
  [
    'several candidates',
    { 'compose.yaml': '', 'docker-compose.yml': '' },
    {},
    'which-compose-file',
    '-f compose.yaml  or  -f docker-compose.yml',
  ],
  ['only files of other names', { 'docker-compose.prod.yml': '' }, {}, 'which-compose-file', '-f docker-compose.prod.yml'],
  ['no Compose file', { 'README.md': '' }, { directory: '.' }, 'no-compose-file', '-f FILE'],
  ['no such folder', {}, { directory: 'gone' }, 'directory-missing', ''],
  ['a file for a folder', { 'compose.yaml': '' }, { directory: 'compose.yaml' }, 'not-a-directory', '-f '],
  ['no such file', { 'compose.yaml': '' }, { files: ['gone.yaml'] }, 'compose-file-missing', ''],
  ['no such env file', { 'compose.yaml': '' }, { envFiles: ['gone.env'] }, 'env-file-missing', ''],
])('%s: exit 2, with what to do', async (_, files, request, code, hint) => {
  const directory = await folderWith(files as Record<string, string>);
  const finding = find(directory, { environment: { HOME: directory }, ...(request as Partial<ProjectRequest>) });
  const refusal = await finding.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({ code, exit: 2 });
  expect((refusal as UserError).hint ?? '').toContain(hint);
});
