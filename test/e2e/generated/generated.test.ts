import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Preview } from '../../../src/contract/preview.ts';
import { containersOf, docker } from '../support/outside.ts';
import { filesBelow } from '../support/state.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

test('a value is made once an instance: it stays until its volumes go', async ({ at }) => {
  const { directory, name } = await at.project(source);
  const up = async (instance: string) => {
    const { exit, stderr, record } = await at.up(directory, '--name', instance);
    expect(exit, stderr).toBe(0);
    return { record, token: await tokenInside(`${name}-${instance}`) };
  };
  const first = await up('one');
  expect(first.token).toMatch(/^[\w-]{43}$/);
  const again = await up('one');
  expect(again.token).toBe(first.token);
  expect(again.record.metrics.changed).toBe(false);
  expect((await up('two')).token).not.toBe(first.token);

  await at.portside('down', 'one');
  expect((await up('one')).token).toBe(first.token);

  const folder = join(at.home, 'generated', `${name}-one`);
  expect(existsSync(folder)).toBe(true);
  await at.portside('down', 'one', '--volumes');
  expect(existsSync(folder)).toBe(false);
  expect((await up('one')).token).not.toBe(first.token);
});

test('a stack without volumes keeps its values too, and its name with them', async ({ at }) => {
  const { directory, name } = await projectWithoutVolume(at);
  await at.up(directory, '--name', 'one');
  const token = await tokenInside(`${name}-one`);
  await at.portside('down', 'one');
  expect((await at.ps()).map(({ instance, state }) => `${instance} ${state}`)).toEqual(['one down']);
  await at.up(directory, '--name', 'one');
  expect(await tokenInside(`${name}-one`)).toBe(token);
  await at.portside('down', 'one', '--volumes');
  expect(await at.ps()).toEqual([]);
  expect(await filesBelow(join(at.home, 'generated'))).toEqual([]);
});

test('a person is told how to connect; everything that is kept or read by programs has no value', async ({ at }) => {
  const { directory, name } = await at.project(source);
  const up = ['up', directory, '--name', 'demo', '--record', join(at.folder, 'copy.json')];
  const told = await at.portside(...up, '--verbose');
  expect(told.exit, told.stderr).toBe(0);
  const inside = await insideOf(`${name}-demo`);
  const { EXECUTOR_TOKEN = '', SEED = '' } = inside;
  expect(SEED).toMatch(/^[\w-]{43}$/);

  const [{ endpoints = [] } = {}] = await at.ps();
  const urlOf = (wanted: string) => endpoints.find((endpoint) => endpoint.name === wanted)?.url;
  expect(urlOf('websocket')).toMatch(/^ws:\/\/localhost:\d+\/ws\/mcp$/);
  expect(told.stderr).toContain(
    ['', 'Try it:', `  api        curl -H "Authorization: Bearer ${EXECUTOR_TOKEN}" ${urlOf('api')}/health`]
      .concat([`  websocket  wscat -c "${urlOf('websocket')}?token=${EXECUTOR_TOKEN}"`, ''])
      .join('\n'),
  );
  expect(told.stderr.replace(/Try it:\n.*\n.*\n/, '')).not.toContain(EXECUTOR_TOKEN);

  const env = JSON.parse((await at.portside('env', 'demo', '--json')).stdout) as Record<string, string>;
  expect(env).toMatchObject({ INSTANCE_ID: 'demo', EXECUTOR_TOKEN, SEED, WEBSOCKET_URL: urlOf('websocket') });

  const quiet = [
    ...[await at.portside(...up, '--json'), await at.portside(...up, '--events', '--verbose'), await at.portside(...up, '--quiet')],
    ...[await at.portside('ps', '--json'), await at.portside('ps'), await at.portside('url', 'demo', 'websocket', '--json')],
    ...[await at.portside('logs', 'demo'), await at.portside('up', directory, '--name', 'demo', '--dry-run')],
  ];
  expect(quiet.map(({ exit }) => exit)).toEqual(quiet.map(() => 0));
  for (const { stdout, stderr } of [{ stdout: told.stdout, stderr: '' }, ...quiet]) expectNone(stdout + stderr, [EXECUTOR_TOKEN, SEED]);
  expect(quiet[0]?.stdout).toContain('/ws/mcp?token=***');
  expect(quiet[6]?.stdout).toContain('token ***, seed ***');
  expect(quiet[7]?.stdout).toContain('nothing has to change');
  expectNone(await readFile(join(at.folder, 'copy.json'), 'utf8'), [EXECUTOR_TOKEN, SEED]);
  await expectKeptSafely(at, [EXECUTOR_TOKEN, SEED]);
});

test('nor has what is said of a failure; and a first try that failed keeps nothing', async ({ at }) => {
  const { directory, name } = await at.project(source);
  at.environment['HEALTHY'] = 'no';
  const kept = await at.portside('up', directory, '--name', 'kept', '--keep', '--json', '--timeout', '3s');
  expect(kept.exit).toBe(1);
  const { EXECUTOR_TOKEN = '', SEED = '' } = await insideOf(`${name}-kept`);
  expect(kept.stdout).toContain('token ***, seed ***');
  expectNone(kept.stdout + kept.stderr, [EXECUTOR_TOKEN, SEED]);
  const plain = await at.portside('up', directory, '--name', 'kept', '--keep', '--verbose', '--timeout', '3s');
  expectNone(plain.stdout + plain.stderr, [EXECUTOR_TOKEN, SEED]);
  await expectKeptSafely(at, [EXECUTOR_TOKEN, SEED]);

  const { exit } = await at.portside('up', directory, '--name', 'other', '--timeout', '3s');
  expect(exit).toBe(1);
  expect(existsSync(join(at.home, 'generated', `${name}-other`))).toBe(false);
});

test('unless its data lies in a folder, where it stays and asks for the same password again', async ({ at }) => {
  const project = await at.project(source);
  await project.write('data/.keep', '');
  await project.edit('- data:/data', '- ./data:/data');
  await project.edit('volumes:\n  data:\n', '');
  const up = ['up', project.directory, '--name', 'demo', '--timeout', '3s'];
  at.environment['HEALTHY'] = 'no';
  expect((await at.portside(...up)).exit).toBe(1);
  expect(await at.left()).toEqual([]);
  at.environment['HEALTHY'] = 'yes';
  const { exit, stderr } = await at.portside(...up);
  expect(exit, stderr).toBe(0);
});

test("the shell's value wins for once, and is not kept", async ({ at }) => {
  const { directory, name } = await projectWithoutVolume(at);
  await at.up(directory, '--name', 'demo');
  const token = await tokenInside(`${name}-demo`);

  at.environment['EXECUTOR_TOKEN'] = 'given by the shell';
  const refused = await at.portside('up', directory, '--name', 'demo', '--settle', '0s');
  expect(refused.stderr).toContain('is not a place to look at');
  expect(refused.exit).toBe(3);
  expect(refused.stderr).not.toContain('given by the shell');

  at.environment['EXECUTOR_TOKEN'] = 'given-by-shell';
  const given = await at.portside('up', directory, '--name', 'demo', '--settle', '0s');
  expect(given.exit, given.stderr).toBe(0);
  expect(given.stderr).toContain('?token=given-by-shell"\n');
  at.environment['EXECUTOR_TOKEN'] = undefined;
  expect(JSON.parse((await at.portside('env', 'demo', '--json')).stdout)).toMatchObject({ EXECUTOR_TOKEN: 'given-by-shell' });
  expect((await at.portside('logs', 'demo')).stdout).not.toContain('given-by-shell');

  await at.up(directory, '--name', 'demo', '--settle', '0s');
  expect(await tokenInside(`${name}-demo`)).toBe(token);
});

test('a dry run makes nothing', async ({ at }) => {
  const { directory } = await at.project(source);
  const { exit, stdout } = await at.portside('up', directory, '--dry-run', '--json');
  expect(exit).toBe(0);
  const { findings } = JSON.parse(stdout) as Preview;
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(stdout).toContain('/ws/mcp?token=generated');
  expect(await at.left()).toEqual([]);
  expect(await filesBelow(join(at.home, 'generated'))).toEqual([]);
});

/** Its server keeps nothing, so that another token is nothing to it. */
async function projectWithoutVolume(at: Workplace) {
  const project = await at.project(source);
  await project.edit('      - data:/data\n', '');
  await project.edit('volumes:\n  data:\n', '');
  await project.write('server.mjs', (await readFile(new URL('server.mjs', source), 'utf8')).replaceAll("'/data/", "'/tmp/"));
  return project;
}

/** What the container was really given, as the engine says. */
async function insideOf(composeName: string): Promise<Record<string, string>> {
  const { web = '' } = await containersOf(composeName);
  const lines = JSON.parse(await docker(['inspect', web, '--format', '{{json .Config.Env}}'])) as string[];
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function tokenInside(composeName: string): Promise<string> {
  return (await insideOf(composeName))['EXECUTOR_TOKEN'] ?? '';
}

function expectNone(text: string, values: string[]): void {
  for (const value of values) expect(text).not.toContain(value);
}

/** Only the generated values themselves, plans and revisions hold them, and nobody else may read any file. */
async function expectKeptSafely({ home }: Workplace, values: string[]): Promise<void> {
  const files = await filesBelow(home);
  expect(files.filter(({ mode }) => mode !== '600')).toEqual([]);
  expect(((await stat(join(home, 'generated'))).mode & 0o777).toString(8)).toBe('700');
  const others = files.filter(({ path }) => !/\/generated\/[^/]+\/\w+$|\/instances\/[^/]+\/(plan-[^/]+|revisions\/\d+)\.json$/.test(path));
  expect(others.length).toBeGreaterThan(0);
  for (const { path } of others) expectNone(await readFile(path, 'latin1'), values);
}
