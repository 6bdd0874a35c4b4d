import { expect, test } from 'vitest';
import { secretValues } from '../../src/redaction/secret-values.ts';

const random = 'q7Rk2ZpX9mLw4TnB8vYc3HsD';

test.each<[string, string, string[]]>([
  ['ANTHROPIC_API_KEY', 'canary-7f3a-hush', ['canary-7f3a-hush']],
  ['REDIS_URL', 'redis://:hush-hush-7@redis:6379', ['hush-hush-7']],
  ['DATABASE_URL', 'postgres://shop:hush%21hush7@db:5432/shop', ['hush%21hush7', 'hush!hush7']],
  ['HOOK', `https://hooks.example.org/services/${random}`, [random]],
  ['INNOCENT', random, [random]],
  ['INNOCENT', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789', ['ghp_abcdefghijklmnopqrstuvwxyz0123456789']],
  ['CONFIG', `{"db":{"password":"hush-hush-7","user":"shop"}}`, ['hush-hush-7']],
  ['PASSWORD', 'a"quoted\\one', ['a"quoted\\one', 'a\\"quoted\\\\one']],
  [
    'TLS_KEY',
    '-----BEGIN-----\nabc0efabcdef\n-----END-----',
    ['-----BEGIN-----\nabc0efabcdef\n-----END-----', '-----BEGIN-----\\nabc0efabcdef\\n-----END-----', 'abc0efabcdef'],
  ],
])('%s=%s holds secrets, as they are and as JSON writes them', (name, value, expected) => {
  expect(secretValues({ [name]: value })).toEqual(expected);
});

test.each([
  ['API_KEY', 'short-1', 'too short to be told from the rest'],
  ['DB_PASSWORD', 'postgres', 'a word'],
  ['REDIS_URL', 'redis://:postgres@redis:6379', 'a word'],
  ['REDIS_URL', 'redis://redis:6379', 'no password'],
  ['AUTH_MODE', 'a-mode-of-many', 'no secret’s name'],
  ['SESSION_TIMEOUT', '360000000', 'no secret’s name'],
  ['API_KEY_FILE', '/run/secrets/api_key', 'a path'],
  ['SSH_AUTH_SOCK', '/tmp/ssh-x/agent.1', 'a path'],
  ['TOKEN_REQUIRED', 'production', 'an ordinary word'],
  ['GREETING', 'hello, world', 'nothing'],
])('%s=%s holds none: %s', (name, value) => {
  expect(secretValues({ [name]: value })).toEqual([]);
});

test('one secret in two variables is one', () => {
  expect(secretValues({ API_KEY: 'canary-7f3a', TOKEN: 'canary-7f3a' })).toEqual(['canary-7f3a']);
});
