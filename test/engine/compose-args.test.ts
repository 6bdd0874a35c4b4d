import { expect, test } from 'vitest';
import { buildArgs, configArgs, createArgs, execArgs, logsArgs, oneOffArgs, pullArgs } from '../../src/engine/compose-args.ts';

const project = { directory: '/p', files: ['/p/compose.yaml', '/p/more.yaml'], envFiles: ['/p/.env'], profiles: ['dev'] };
const named = { ...project, composeName: 'p-demo' };
const files = [
  '--project-directory',
  '/p',
  '--file',
  '/p/compose.yaml',
  '--file',
  '/p/more.yaml',
  '--env-file',
  '/p/.env',
  '--profile',
  'dev',
];
const quiet = ['--ansi', 'never', '--progress', 'quiet'];
const plain = ['--ansi', 'never', '--progress', 'plain', '--project-name', 'p-demo', ...files];

test('the model is read as JSON, under its own name or a given one', () => {
  expect(configArgs(project)).toEqual([...quiet, ...files, 'config', '--format', 'json']);
  expect(configArgs(named)).toEqual([...quiet, '--project-name', 'p-demo', ...files, 'config', '--format', 'json']);
});

test('images are built and pulled for some services', () => {
  expect(buildArgs(named, ['web'])).toEqual([...plain, 'build', 'web']);
  expect(pullArgs(named, ['db', 'web'])).toEqual([...plain, 'pull', 'db', 'web']);
});

test('making containers never fetches an image', () => {
  const asTheyAre = ['--no-build', '--pull', 'never'];
  expect(createArgs(named, ['web'])).toEqual([...plain, 'create', '--no-recreate', ...asTheyAre, 'web']);
});

test('every service gets the number of containers that it shall have, and is named', () => {
  const numbers = ['--scale', 'web=2', '--scale', 'db=1'];
  expect(createArgs(named, ['web'], { web: 2, db: 1 })).toEqual([
    ...plain,
    'create',
    '--no-recreate',
    '--no-build',
    '--pull',
    'never',
    ...numbers,
    'web',
    'db',
  ]);
});

test('a one-off has no dependencies, no terminal and no input', () => {
  const own = ['--project-name', 'p-demo', ...files, 'run', '--rm', '--no-deps', '--no-TTY', '--interactive=false'];
  expect(oneOffArgs(named, 'web', ['npm', 'run', '--x'])).toEqual([...quiet, ...own, 'web', 'npm', 'run', '--x']);
});

test('a command inside asks for a terminal only where there is one', () => {
  expect(execArgs('p-demo', 'web', ['sh', '-c', 'a b'], { terminal: true })).toEqual([
    '--project-name',
    'p-demo',
    'exec',
    'web',
    'sh',
    '-c',
    'a b',
  ]);
  expect(execArgs('p-demo', 'web', ['ls'], { terminal: false })).toEqual(['--project-name', 'p-demo', 'exec', '--no-TTY', 'web', 'ls']);
});

test('logs go by the name alone', () => {
  const logs = ['--ansi', 'never', '--project-name', 'p-demo', 'logs', '--no-color', '--tail'];
  expect(logsArgs('p-demo', [], { follow: false, tail: 'all' })).toEqual([...logs, 'all']);
  expect(logsArgs('p-demo', ['web'], { follow: true, tail: 20 })).toEqual([...logs, '20', '--follow', 'web']);
});
