import { expect, test } from 'vitest';
import { commandsBeforeCanRun } from '../../../../../src/deploy/check/rules/replacing/commands-before-can-run.ts';
import type { Run } from '../../../../../src/deploy/model/run.ts';
import { inputOf } from '../../input.ts';

const run: Run = {
  ...{ entrypoint: [], command: [], from: { entrypoint: 'image', command: 'image' }, workdir: '/app', path: ['/bin'] },
  ...{ shell: ['/bin/sh', '-c'], versions: {} },
  files: {
    '/bin/npm': { kind: 'file', path: '/bin/npm', mode: 0o755, via: 'image' },
    '/bin/nmp': { kind: 'missing', path: '/bin/nmp', via: 'image' },
    '/bin/sh': { kind: 'file', path: '/bin/sh', mode: 0o755, via: 'image' },
  },
};

function look(before: string[], service = 'web', changes: Partial<Run> = {}) {
  const input = inputOf({
    services: { web: { image: 'x' } },
    draft: { settings: { before: { [service]: before } } },
    surroundings: { runs: { web: { ...run, ...changes } } },
  });
  return commandsBeforeCanRun.look(input);
}

test('a program that the image does not have is an error', () => {
  expect(look(['nmp', 'run', 'migrate'])).toMatchObject([
    {
      severity: 'error',
      service: 'web',
      message: 'before web, nmp is to run, which is not in its image',
      at: { file: 'x-portside.before.web' },
    },
  ]);
});

test('a line as one word is an error that can be mended', () => {
  expect(look(['npm run migrate'])).toMatchObject([
    {
      severity: 'error',
      fix: 'write [npm, run, migrate]',
      repair: [{ edit: 'set', path: ['x-portside', 'before', 'web'], value: ['npm', 'run', 'migrate'] }],
    },
  ]);
});

test.each([['&&'], ['|'], ['>'], ['$DATABASE_URL']])('%s without a shell is a warning', (word) => {
  expect(look(['npm', 'run', word, 'x'])).toMatchObject([{ severity: 'warning', fix: `write [sh, -c, "npm run ${word} x"]` }]);
  expect(look(['sh', '-c', `a ${word} x`, word])).toEqual([]);
});

test('what is there, what nobody knows, and a service that is not there', () => {
  expect(look(['npm', 'run', 'migrate'])).toEqual([]);
  expect(look(['./manage.py', 'migrate'])).toEqual([]);
  expect(look(['nmp'], 'nobody')).toEqual([]);
});

test('an entrypoint that takes no command would run itself, for ever', () => {
  expect(look(['npm', 'run', 'migrate'], 'web', { entrypoint: ['/bin/sh', '-c', 'npm start'] })).toMatchObject([
    {
      severity: 'error',
      message: 'before web, the ENTRYPOINT of its image would run `npm start`, and not npm run migrate: it takes no command',
    },
  ]);
  expect(look(['npm', 'run', 'migrate'], 'web', { entrypoint: ['/bin/sh', '-c', 'exec "$@"', '--'] })).toEqual([]);
});

test('an interpreter as the entrypoint comes first', () => {
  expect(look(['npm', 'run', 'migrate'], 'web', { entrypoint: ['node'] })).toMatchObject([
    { severity: 'warning', message: 'before web, `node npm run migrate` would run: the ENTRYPOINT of its image comes first' },
  ]);
});

test('an entrypoint that is not known may do something with a word that is no program', () => {
  expect(look(['nmp'], 'web', { entrypoint: ['/entry.sh'] })).toMatchObject([{ severity: 'warning' }]);
  expect(look(['nmp'], 'web', { entrypoint: ['/sbin/tini', '--'] })).toMatchObject([{ severity: 'error' }]);
});
