import { expect, test } from 'vitest';
import { secretsAreNotWrittenDown } from '../../../../../src/deploy/check/rules/safety/secrets-are-not-written-down.ts';
import { inputOf } from '../../input.ts';

function look(web: unknown) {
  return secretsAreNotWrittenDown.look(inputOf({ files: [{ services: { web } }] }));
}

const said = (web: unknown) => look(web).map(({ severity, message }) => `${severity}: ${message}`);

test('a secret in the environment, the build or the command is a warning that never quotes it', () => {
  const value = 'k7Qz-19vLm!x';
  const found = look({
    environment: { API_KEY: value, DATABASE_URL: `postgres://app:${value}@db/shop` },
    build: { args: [`NPM_TOKEN=${value}`] },
    command: `redis-server --requirepass ${value}`,
  });
  expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'warning: API_KEY of web is a secret, written into the file',
    'warning: DATABASE_URL of web is a secret, written into the file',
    'warning: NPM_TOKEN of web is a secret, written into the file',
    'warning: --requirepass of web is a secret, written into the file',
  ]);
  expect(JSON.stringify(found)).not.toContain(value);
  expect(found.some(({ repair }) => repair)).toBe(false);
});

test("an issuer's format is a secret whatever its name, a random value too", () => {
  const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4'].join('_');
  expect(said({ environment: [`SETTINGS=${token}`] })).toHaveLength(1);
});

test('defaults of development and placeholders are noted only', () => {
  for (const value of ['postgres', 'changeme', 'example-password', 'your-api-key-here', 'admin123']) {
    expect(said({ environment: { POSTGRES_PASSWORD: value } }), value).toEqual([
      'note: POSTGRES_PASSWORD of web is a password that everybody knows',
    ]);
  }
  expect(said({ environment: { DATABASE_URL: 'postgres://shop:shop@db/shop' } })).toEqual([
    'note: DATABASE_URL of web is a password that everybody knows',
  ]);
});

test('variables, files, switches and names that only speak of secrets are none', () => {
  const environment = {
    DB_PASSWORD: '${DB_PASSWORD}',
    URL: 'postgres://app:${DB_PASSWORD:?}@db/shop',
    POSTGRES_PASSWORD_FILE: '/run/secrets/db',
    POSTGRES_HOST_AUTH_METHOD: 'trust',
    TOKEN_TTL: '3600',
    KEY_PREFIX: 'shop-2024',
    SESSION_DRIVER: 'redis-cache',
    CLUSTER_ID: 'MkU3OEVBNTcwNTJENDM2Qk',
    PUBLIC_KEY: 'c29tZSBwdWJsaWMga2V5',
    AUTH_URL: 'http://auth:8080/login',
    EMPTY_PASSWORD: '',
    ALLOW_EMPTY_PASSWORD: 'yes',
    COMMIT: '3f2a9c0b1d4e5f60718293a4b5c6d7e8f9012345',
  };
  expect(said({ environment })).toEqual([]);
});
