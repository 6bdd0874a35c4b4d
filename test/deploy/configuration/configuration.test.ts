import { describe, expect, test } from 'vitest';
import type { ConfigVariable, Configuration } from '../../../src/contract/configuration.ts';
import { benchWith } from './workbench.ts';

/** Names as `NAME=value from at`, places without the folder. */
async function shown(files: Record<string, string>, shell: Record<string, string> = {}) {
  const { app, directory } = await benchWith(files, shell);
  const configuration = JSON.parse(JSON.stringify(await app.config({})).replaceAll(`${directory}/`, '')) as Configuration;
  return { configuration, find: (name: string) => configuration.variables.find((variable) => variable.name === name) };
}

const brief = (variable: ConfigVariable | undefined) => variable && `${variable.value} ${variable.from} ${variable.at}`;
const usesOf = (variable: ConfigVariable | undefined) => variable?.used_by.map(({ key, at }) => `${key} ${at}`);

const compose = `services:
  web:
    image: busybox:\${TAG:-1.37}
    environment:
      - REDIS_URL=redis://\${REDIS_HOST:-redis}:6379
      - PASSED
    ports:
      - \${WEB_PORT:-8001}:80
  worker:
    build:
      context: .
      args: { VERSION: , TAG: "\${TAG:-1.36}" }
`;

describe('where a value comes from', () => {
  test('the shell, then the last line of the env file, then the default', async () => {
    const files = { 'compose.yaml': compose, '.env': 'REDIS_HOST=a\n\nREDIS_HOST=b # c\nTAG=1\nPASSED=from-file\n' };
    const { configuration, find } = await shown(files, { TAG: '2' });
    expect(brief(find('TAG'))).toBe('2 shell null');
    expect(find('TAG')?.shadowed).toEqual([{ from: 'env-file', value: '1', at: '.env:4' }]);
    expect(brief(find('REDIS_HOST'))).toBe('b env-file .env:3');
    expect(find('REDIS_HOST')?.shadowed).toEqual([{ from: 'env-file', value: 'a', at: '.env:1' }]);
    expect(brief(find('PASSED'))).toBe('from-file env-file .env:5');
    expect(brief(find('WEB_PORT'))).toBe('8001 default compose.yaml:8:9');
    expect(brief(find('VERSION'))).toBe('null none null');
    expect(configuration.variables.map(({ name }) => name)).toEqual(['PASSED', 'REDIS_HOST', 'TAG', 'VERSION', 'WEB_PORT']);
  });

  test('two defaults that differ are both shown', async () => {
    const { find } = await shown({ 'compose.yaml': compose });
    expect(brief(find('TAG'))).toBe('1.37 default compose.yaml:3:5');
    expect(find('TAG')?.shadowed).toEqual([{ from: 'default', value: '1.36', at: 'compose.yaml:12:26' }]);
  });

  test('an empty value of the shell gives way to a default, as in Compose', async () => {
    const { find } = await shown({ 'compose.yaml': compose }, { REDIS_HOST: '', PASSED: '' });
    expect(brief(find('REDIS_HOST'))).toBe('redis default compose.yaml:5:9');
    expect(find('REDIS_HOST')?.shadowed).toEqual([{ from: 'shell', value: '', at: null }]);
    expect(brief(find('PASSED'))).toBe(' shell null');
  });

  test('an included file brings an env file of its own', async () => {
    const { find } = await shown({
      'compose.yaml': 'include: [lib/compose.yaml]\nservices: { web: { image: "x:${MINE:-a}" } }',
      'lib/compose.yaml': 'services: { lib: { image: "x:${THEIRS}" } }',
      'lib/.env': 'THEIRS=1\n',
    });
    expect(brief(find('THEIRS'))).toBe('1 included lib/.env:1');
    expect(usesOf(find('THEIRS'))).toEqual(['lib.image lib/compose.yaml:1:20']);
  });

  test('what is required says so, with its message, and whether it is missing', async () => {
    const files = { 'compose.yaml': 'services: { web: { image: x, environment: { A: "${NEEDED:?say which}", B: "${THERE:?}" } } }' };
    const { configuration, find } = await shown(files, { THERE: '1' });
    expect(find('NEEDED')).toMatchObject({ required: true, missing: true, message: 'say which', value: null, from: 'none' });
    expect(find('THERE')).toMatchObject({ required: true, missing: false });
    expect(configuration.problems).toEqual([]);
  });

  test('settings that ask for a variable are users of it; what Portside makes is no lack', async () => {
    const { find } = await shown({
      'compose.yaml': `services: { web: { image: x, environment: { MADE: "\${MADE:?}", GIVEN: here } } }
x-portside: { env: { required: [ABSENT, GIVEN], generate: [MADE] } }`,
    });
    expect(find('ABSENT')).toMatchObject({ required: true, missing: true });
    expect(find('GIVEN')).toMatchObject({ from: 'service', value: 'here', missing: false });
    expect(find('MADE')).toMatchObject({ from: 'generated', value: null, secret: true, missing: false });
  });

  test("an instance's name is its own", async () => {
    const { find } = await shown(
      { 'compose.yaml': 'services: { web: { image: x, container_name: "web-${INSTANCE_ID}" } }' },
      { INSTANCE_ID: 'no' },
    );
    expect(brief(find('INSTANCE_ID'))).toBe('main instance null');
  });
});

describe('who uses it', () => {
  test('keys of services and places, through anchors too; names that are handed on; build arguments', async () => {
    const { find } = await shown({
      'compose.yaml': `x-env: &env
  LEVEL: \${LEVEL:-info}
services:
  a: { image: x, environment: { <<: *env } }
  b: { image: x, environment: *env, build: { context: ., args: [LEVEL] } }
secrets: { s: { environment: SECRET_OF_SHELL } }
`,
    });
    const keys = (name: string) => find(name)?.used_by.map(({ key }) => key);
    expect(keys('LEVEL')).toEqual(['a.environment.LEVEL', 'b.environment.LEVEL', 'b.build.args.LEVEL']);
    expect(keys('SECRET_OF_SHELL')).toEqual(['secrets.s.environment']);
  });

  test('env files of services are listed by themselves', async () => {
    const { configuration } = await shown({
      'compose.yaml': 'services: { web: { image: x, env_file: [web.env] }, job: { image: x, env_file: { path: web.env } } }'.replace(
        '{ path: web.env }',
        '[{ path: web.env }]',
      ),
      'web.env': 'B=${WHO}\n\nA=1\n',
      '.env': 'WHO=me\n',
    });
    expect(configuration.service_variables).toEqual([
      { name: 'A', value: '1', secret: false, at: 'web.env:3', services: ['web', 'job'] },
      { name: 'B', value: 'me', secret: false, at: 'web.env:1', services: ['web', 'job'] },
    ]);
    expect(configuration.unused).toEqual([]);
  });

  test('entries that nothing uses, with what was meant; one that another is made of is used', async () => {
    const { configuration } = await shown({
      'compose.yaml': compose,
      '.env': 'WEB_PROT=1\nBASE=b\nREDIS_HOST=${BASE}\nCOMPOSE_PROFILES=x\nSOMETHING_ELSE=1\n',
    });
    expect(configuration.unused).toEqual([
      { name: 'WEB_PROT', at: '.env:1', did_you_mean: 'WEB_PORT' },
      { name: 'SOMETHING_ELSE', at: '.env:5' },
    ]);
    expect(configuration.compose_variables.map(({ name, value, from }) => [name, value, from])).toEqual([
      ['COMPOSE_PROFILES', 'x', 'env-file'],
      ['DOCKER_HOST', 'tcp://127.0.0.1:1', 'shell'],
    ]);
  });

  test('a .env that a service reads as a whole has no unused entries', async () => {
    const { configuration } = await shown({ 'compose.yaml': 'services: { web: { image: x, env_file: .env } }', '.env': 'A=1\n' });
    expect(configuration.unused).toEqual([]);
  });
});

test('what Compose cannot read is said, and the rest is shown all the same', async () => {
  const { configuration, find } = await shown({ 'compose.yaml': `${compose}    nonsense: \${TAG}\n`, '.env': 'TAG=1\nthis is not it=1\n' });
  expect(brief(find('TAG'))).toBe('1 env-file .env:1');
  expect(configuration.project).toBe(null);
  expect(configuration.problems).toEqual([expect.stringContaining('.env:2: Compose cannot read this line'), expect.any(String)]);
});

test('no secret is ever in it, wherever it stands', async () => {
  const canaries = {
    PASSWORD: 'canary-in-shell',
    URL_OF: 'postgres://u:canaryinurl@db/x',
    MADE_ID: 'canary-generated-value',
    SHORT_TOKEN: 'cnry',
  };
  const { app } = await benchWith(
    {
      'compose.yaml': `services:
  web:
    image: x
    env_file: web.env
    environment:
      A: \${PASSWORD}
      B: \${URL_OF}
      C: \${MADE_ID}
      D: \${DB_PASSWORD:-canary-default}
      E: \${FILE_SECRET}
      F: \${COPY}
      G: \${SHORT_TOKEN}
      API_KEY: canary-literal-key
x-portside: { env: { generate: [MADE_ID], required: [API_KEY] } }
`,
      '.env':
        'FILE_SECRET="canary $$ in \\"file\\""\nFILE_SECRET=canary-shadowed\nFILE_SECRET=\'canary last\'\nCOPY=x${FILE_SECRET}y\nPASSWORD=canary-below-shell\nUNUSED_KEY=canary-unused\n',
      'web.env': 'SESSION_SECRET=canary-of-service\n',
    },
    canaries,
  );
  const document = JSON.stringify(await app.config({}));
  expect(document).not.toMatch(/canary|cnry/);
  expect(document).toContain('postgres://u:***@db/x');
});
