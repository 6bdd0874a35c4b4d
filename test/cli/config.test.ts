import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ConfigChange, ConfigVariable, Configuration } from '../../src/contract/configuration.ts';
import { portside } from './memory-world.ts';

const variable = (name: string, changes: Partial<ConfigVariable>): ConfigVariable => ({
  ...{ name, value: null, secret: false, from: 'none', at: null, required: false, missing: false, used_by: [], shadowed: [] },
  ...changes,
});

const use = { service: 'web', key: 'web.image', at: '/srv/shop/compose.yaml:3:5' };

const configuration: Configuration = {
  ...{ directory: '/srv/shop', project: 'shop', instance: null, files: ['/srv/shop/compose.yaml'], env_files: ['/srv/shop/.env'] },
  variables: [
    variable('API_KEY', {
      value: '***',
      secret: true,
      from: 'env-file',
      at: '/srv/shop/.env:2',
      used_by: [{ ...use, key: 'web.environment.API_KEY' }],
    }),
    variable('NEEDED', { required: true, missing: true, message: 'say which', used_by: [use] }),
    variable('TAG', {
      value: '2',
      from: 'shell',
      used_by: [use, { ...use, service: 'job', key: 'job.image', at: '/etc/base.yaml:1:1' }],
      shadowed: [{ from: 'env-file', value: '1', at: '/srv/shop/.env:3' }],
    }),
    variable('TEXT', { value: ' two\nlines ', from: 'default', at: '/srv/shop/compose.yaml:9:5', used_by: [use] }),
    variable('TOKEN', { secret: true, from: 'generated', used_by: [use] }),
  ],
  service_variables: [{ name: 'PORT', value: '', secret: false, at: '/srv/shop/web.env:1', services: ['web', 'job'] }],
  compose_variables: [variable('COMPOSE_PROFILES', { value: 'dev', from: 'env-file', at: '/srv/shop/.env:9' })],
  unused: [{ name: 'NEDED', at: '/srv/shop/.env:4', did_you_mean: 'NEEDED' }],
  problems: [],
};

const app = { config: () => Promise.resolve(configuration) };

describe('config', () => {
  test('groups by where values come from; what is missing is first, and what to do about it is said', async () => {
    const { exit, stdout, stderr } = await portside(['config'], app);
    expect(exit).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Missing
        NEEDED            -                                     web.image (compose.yaml:3)

      From the shell
        TAG               2                     shell           web.image (compose.yaml:3), job.image (/etc/base.yaml:1)
                          1                     .env:3          does not count

      From env files
        API_KEY           ***                   .env:2          web.environment.API_KEY (compose.yaml:3)

      Given by Portside
        TOKEN             made at the first up  generated       web.image (compose.yaml:3)

      Defaults of the files
        TEXT              " two\\nlines "        compose.yaml:9  web.image (compose.yaml:3)

      Services' own env files
        PORT              (empty)               web.env:1       env_file of web, job

      Compose's and the engine's own
        COMPOSE_PROFILES  dev                   .env:9

      Unused
        NEDED                                   .env:4          nothing uses it; did you mean NEEDED?
      "
    `);
    expect(stderr).toBe('✘ NEEDED has no value: say which\n  portside config set NEEDED=…\n');
  });

  test('fits a terminal', async () => {
    const { stdout } = await portside(['config'], app, { terminal: true, environment: { NO_COLOR: '1' } });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(100);
    const narrow = { isTTY: true, columns: 60, texts: [] as string[], write: (text: string) => narrow.texts.push(text) };
    await portside(['config'], app, { stdout: narrow, environment: { FORCE_COLOR: '1' } });
    const widths = stripVTControlCharacters(narrow.texts.join('')).split('\n');
    expect(Math.max(...widths.map((line) => line.length))).toBe(60);
  });

  test('--json is the whole document', async () => {
    expect(JSON.parse((await portside(['config', '--json'], app)).stdout)).toEqual(configuration);
  });

  test('hands on what it was told', async () => {
    let told: unknown;
    const listening = {
      config(options: object) {
        told = options;
        return Promise.resolve(configuration);
      },
    };
    await portside(
      ['config', 'shop', '--name', 'demo', '-f', 'a.yaml', '--env-file', 'x.env', '--env-file', 'y.env', '--profile', 'p'],
      listening,
    );
    expect(told).toEqual({ directory: 'shop', name: 'demo', files: ['a.yaml'], envFiles: ['x.env', 'y.env'], profiles: ['p'] });
  });

  test('what Compose cannot read is exit 2, with all that is known', async () => {
    const broken = { ...configuration, project: null, problems: ['compose.yaml:3:1: no'] };
    const { exit, stdout, stderr } = await portside(['config'], { config: () => Promise.resolve(broken) });
    expect(exit).toBe(2);
    expect(stdout).toContain('TAG');
    expect(stderr).toContain('✘ compose.yaml:3:1: no\n');
  });

  test('a project without variables', async () => {
    const none = { ...configuration, variables: [], service_variables: [], compose_variables: [], unused: [] };
    expect((await portside(['config'], { config: () => Promise.resolve(none) })).stdout).toBe('no variable shapes this project\n');
  });
});

describe('config get', () => {
  test.each([
    ['TAG', { exit: 0, stdout: '2\n', stderr: '' }],
    ['COMPOSE_PROFILES', { exit: 0, stdout: 'dev\n', stderr: '' }],
    ['API_KEY', { exit: 1, stdout: '', stderr: '✘ API_KEY is a secret, and secrets are not printed (env-file, /srv/shop/.env:2)\n' }],
    ['NEEDED', { exit: 1, stdout: '', stderr: '✘ NEEDED has no value\n  portside config set NEEDED=…\n' }],
    ['TGA', { exit: 2, stdout: '', stderr: '✘ the Compose files know no variable TGA\n  did you mean TAG?\n' }],
  ])('%s', async (name, said) => {
    expect(await portside(['config', 'get', name], app)).toEqual(said);
  });
});

describe('config set', () => {
  const change: ConfigChange = {
    file: '/srv/shop/.env',
    created: true,
    changes: [
      { name: 'TAG', done: 'changed', value: '2', line: 3, services: ['web', 'job'] },
      { name: 'API_KEY', done: 'added', value: '***', line: 4, services: ['web'] },
      { name: 'SAME', done: 'same', value: '1', line: 5, services: ['other'] },
    ],
    warnings: ['the shell sets TAG too, and wins over the file'],
  };
  const recording = () => {
    const calls: unknown[] = [];
    return { calls, app: { changeConfig: (...told: unknown[]) => (calls.push(told), Promise.resolve(change)) } };
  };

  test('says what changed, who is concerned and what comes next; no value of a secret', async () => {
    const { calls, app: listening } = recording();
    const { exit, stdout, stderr } = await portside(['config', 'set', 'TAG=2', 'API_KEY=canary=x', '--env-file', 'e'], listening);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' });
    expect(calls).toEqual([[{ envFiles: ['e'] }, { TAG: '2', API_KEY: 'canary=x' }]]);
    expect(stderr).toMatchInlineSnapshot(`
      "✔ made /srv/shop/.env, for you only
      ✔ changed TAG=2  /srv/shop/.env:3
      ✔ added API_KEY=***  /srv/shop/.env:4
      · SAME is that already  /srv/shop/.env:5
      ▲ the shell sets TAG too, and wins over the file
        used by job, web: portside up brings it to what runs
      "
    `);
  });

  test.each([
    ['s3cr3t\n', 's3cr3t'],
    ['two\nlines\r\n', 'two\nlines'],
    ['', ''],
  ])('a name alone takes its value from standard input: %j', async (input, value) => {
    const { calls, app: listening } = recording();
    await portside(['config', 'set', 'API_KEY', '--dir', 'shop'], listening, { readValue: () => Promise.resolve(input) });
    expect(calls).toEqual([[{ directory: 'shop' }, { API_KEY: value }]]);
  });

  test('two names alone have one input', async () => {
    const { exit, stderr } = await portside(['config', 'set', 'A', 'B', 'C=1'], {});
    expect(exit).toBe(2);
    expect(stderr).toContain('standard input holds one value, and A, B ask for one each');
  });

  test('unset, and --json', async () => {
    const { calls, app: listening } = recording();
    const { stdout } = await portside(['config', 'unset', 'TAG', 'OLD', '--json'], listening);
    expect(calls).toEqual([[{}, { TAG: null, OLD: null }]]);
    expect(JSON.parse(stdout)).toEqual(change);
  });
});
