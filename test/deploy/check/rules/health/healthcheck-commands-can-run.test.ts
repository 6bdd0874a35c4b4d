import { expect, test } from 'vitest';
import { healthcheckCommandsCanRun } from '../../../../../src/deploy/check/rules/health/healthcheck-commands-can-run.ts';
import { inputOf } from '../../input.ts';

function look(words: string[]) {
  const files = [{ services: { web: { healthcheck: { test: words } } } }];
  return healthcheckCommandsCanRun.look(inputOf({ services: { web: { image: 'x', healthcheck: { test: words } } }, files }));
}

test('an operator of the shell is a word like others after CMD', () => {
  expect(look(['CMD', 'curl', '-f', 'http://localhost/', '||', 'exit', '1'])).toMatchObject([
    {
      severity: 'error',
      repair: [
        { edit: 'set', path: ['services', 'web', 'healthcheck', 'test'], value: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] },
      ],
    },
  ]);
  expect(look(['CMD', 'node', 'health.js', '||', 'exit 1'])).toMatchObject([{ severity: 'warning' }]);
});

test('one text after CMD is the name of a program that nobody has', () => {
  expect(look(['CMD', 'curl -f http://localhost/ || exit 1'])).toMatchObject([
    { severity: 'error', cause: 'healthcheck-tool-missing', repair: [{ value: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] }] },
  ]);
});

test('of several texts after CMD-SHELL only the first is run', () => {
  expect(look(['CMD-SHELL', 'curl', '-f', 'http://localhost/'])).toMatchObject([
    { severity: 'error', repair: [{ value: ['CMD-SHELL', 'curl -f http://localhost/'] }] },
  ]);
  expect(look(['CMD-SHELL', 'redis-cli', 'ping'])).toMatchObject([{ severity: 'warning' }]);
});

test('a variable needs a shell', () => {
  expect(look(['CMD', 'pg_isready', '-U', '$${POSTGRES_USER}'])).toMatchObject([
    { severity: 'warning', repair: [{ value: ['CMD-SHELL', 'pg_isready -U $${POSTGRES_USER}'] }] },
  ]);
});

test('what would mean something else to a shell is left to its author', () => {
  expect(look(['CMD', 'curl', 'http://localhost/?a=1&b=2', '||', 'exit', '1'])[0]?.repair).toBeUndefined();
});

test('sound healthchecks of every form are', () => {
  for (const sound of [
    ['CMD', 'redis-cli', 'ping'],
    ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
    ['CMD', 'sh', '-c', 'test -f /ready && test -f /steady || exit 1'],
    ['CMD', '/usr/bin/env', 'bash', '-c', 'echo $$HOME'],
    ['CMD', 'node', '-e', 'process.exit(a || b ? 0 : 1)'],
    ['CMD', 'node', '-e', 'fetch(`http://localhost:$${process.env.PORT}`)'],
    ['NONE'],
  ]) {
    expect(look(sound), sound.join(' ')).toEqual([]);
  }
});
