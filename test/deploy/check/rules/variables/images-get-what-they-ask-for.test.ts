import { expect, test } from 'vitest';
import { imagesGetWhatTheyAskFor } from '../../../../../src/deploy/check/rules/variables/images-get-what-they-ask-for.ts';
import { optionalVariablesAreSet } from '../../../../../src/deploy/check/rules/variables/optional-variables-are-set.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const look = (db: ComposeService) => imagesGetWhatTheyAskFor.look(inputOf({ services: { db } }));

test('a database that asks for a password and gets none cannot start', () => {
  expect(look({ image: 'postgres:16' })).toMatchObject([
    {
      severity: 'error',
      message: 'db cannot start: postgres asks for a password, and it has no POSTGRES_PASSWORD (nor POSTGRES_HOST_AUTH_METHOD)',
    },
  ]);
  expect(look({ image: 'docker.io/library/mysql' })).toHaveLength(1);
  expect(look({ image: 'mariadb:11', environment: { MARIADB_ROOT_PASSWORD: '' } })).toMatchObject([
    { severity: 'error', message: 'db cannot start: mariadb asks for a password, and its MARIADB_ROOT_PASSWORD is empty' },
  ]);
});

test('the variable that it is made of is named, once', () => {
  const input = inputOf({
    services: { db: { image: 'postgres:16', environment: { POSTGRES_PASSWORD: '' } } },
    files: [{ services: { db: { environment: ['POSTGRES_PASSWORD=${DB_PASS}'] } } }],
    variables: [{ name: 'DB_PASS', required: false }],
  });
  expect(imagesGetWhatTheyAskFor.look(input)).toMatchObject([
    {
      message: 'db cannot start: postgres asks for a password, and DB_PASS, which gives it its POSTGRES_PASSWORD, is not set',
      fix: 'set DB_PASS in .env',
    },
  ]);
  expect(optionalVariablesAreSet.look(input)).toEqual([]);
});

test('any of its ways will do', () => {
  const sound: ComposeService[] = [
    { image: 'postgres', environment: { POSTGRES_PASSWORD: 'x' } },
    { image: 'postgres', environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/db' } },
    { image: 'postgres', environment: { POSTGRES_HOST_AUTH_METHOD: 'trust' } },
    { image: 'mysql', environment: { MYSQL_ALLOW_EMPTY_PASSWORD: '1' } },
    { image: 'mariadb', environment: { MYSQL_ROOT_PASSWORD: 'x' } },
    { image: 'postgres', command: ['pg_dump', 'shop'] },
    { image: 'postgres', entrypoint: ['sleep', '1'] },
    { build: { context: '.' }, image: 'postgres' },
    { image: 'registry.example/postgres' },
  ];
  for (const db of sound) expect(look(db), JSON.stringify(db)).toEqual([]);
});

test('data that is there already asks for nothing', () => {
  const volumes = [{ type: 'bind', source: '/srv/shop/data', target: '/var/lib/postgresql/data' }];
  expect(look({ image: 'postgres', volumes })).toMatchObject([{ severity: 'warning' }]);
});
