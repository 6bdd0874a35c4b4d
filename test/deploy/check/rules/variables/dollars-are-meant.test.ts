import { expect, test } from 'vitest';
import { dollarsAreMeant } from '../../../../../src/deploy/check/rules/variables/dollars-are-meant.ts';
import { mentionedVariables } from '../../../../../src/deploy/model/interpolation.ts';
import { inputOf } from '../../input.ts';

function look(web: Record<string, unknown>, environment: Record<string, string> = {}, values: Record<string, string> = {}) {
  const names = [...new Set(mentionedVariables(JSON.stringify(web)).map(({ variable }) => variable))];
  const variables = names.map((name) => ({ name, required: false, ...(values[name] ? { from: 'env-file' as const } : {}) }));
  return dollarsAreMeant.look(
    inputOf({ services: { web: { image: 'x', environment } }, files: [{ services: { web } }], variables, draft: { values } }),
  );
}

test('a variable of the container in its healthcheck is meant for the shell inside', () => {
  const words = ['CMD-SHELL', 'pg_isready -U ${POSTGRES_USER} -d $POSTGRES_DB'];
  expect(look({ healthcheck: { test: words } }, { POSTGRES_USER: 'app', POSTGRES_DB: 'shop' })).toMatchObject([
    {
      severity: 'warning',
      message:
        '$POSTGRES_USER in the healthcheck of web is read by Compose, which has no value for it; POSTGRES_USER has a value inside the container only',
      repair: [
        { edit: 'set', path: ['services', 'web', 'healthcheck', 'test', 1], value: 'pg_isready -U $${POSTGRES_USER} -d $POSTGRES_DB' },
      ],
    },
    { message: expect.stringContaining('$POSTGRES_DB') },
  ]);
});

test('a variable that a command sets itself is its own', () => {
  expect(look({ command: 'sh -c "for i in 1 2 3; do echo $i $$i; done"' })).toMatchObject([
    { repair: [{ value: 'sh -c "for i in 1 2 3; do echo $$i $$i; done"' }] },
  ]);
});

test('a $ within a password is part of it, and the message tells nothing of the password', () => {
  const found = look({ environment: ['DB_PASSWORD=pa$word', 'USERS=admin:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj'] });
  expect(found[0]).toMatchObject({
    severity: 'warning',
    message: 'a $ in DB_PASSWORD of web is read by Compose, which has no value for it; it looks as if it were part of the text',
    repair: [{ edit: 'set', path: ['services', 'web', 'environment', 'DB_PASSWORD'], value: 'pa$$word' }],
  });
  expect(found.length).toBeGreaterThan(1);
});

test('variables that are set, escaped, or simply forgotten are something else', () => {
  expect(look({ environment: { A: 'pa$word' } }, {}, { word: 'x' })).toEqual([]);
  expect(look({ command: 'echo $$HOME' })).toEqual([]);
  expect(look({ environment: { URL: 'http://$host:80/', B: '$NAME', C: 'v$VERSION' } })).toEqual([]);
  expect(look({ healthcheck: { test: 'curl -u $TOKEN http://localhost' } })).toEqual([]);
});
