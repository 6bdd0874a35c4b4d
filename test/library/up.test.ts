import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as plain } from 'vitest';
import { DeploymentError, type LibraryOptions, UserError, up } from '../../src/index.ts';
import { containersOf, removeThings, thingsWith } from '../e2e/support/outside.ts';
import { type Project, makeProject } from '../e2e/support/project.ts';
import { keptOf } from '../e2e/support/state.ts';

/** A project, and what `up` needs to bring it up away from the user's own state. */
const test = plain.extend<{ project: Project; options: LibraryOptions; home: string }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a fixture needs.
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'portside-library-'));
    await use(home);
    await rm(home, { recursive: true });
  },
  project: async ({ home }, use) => {
    const project = await makeProject(new URL('.', import.meta.url), home);
    await use(project);
    await removeThings(project.labels);
  },
  options: ({ home, project }, use) =>
    use({ directory: project.directory, environment: { PATH: '', ...definedEnvironment(), PORTSIDE_HOME: home } }),
});

test('an instance is reached, read, and gone with the block that used it', async ({ options, project, home }) => {
  const events: string[] = [];
  {
    await using instance = await up({ ...options, name: 'suite', onEvent: ({ event }) => events.push(event) });

    expect(instance).toMatchObject({ project: project.name, name: 'suite', record: { metrics: { success: true } } });
    expect(await (await fetch(instance.url('api'))).text()).toBe('ahoy\n');
    expect(instance.url()).toBe(instance.url('api'));
    expect(await instance.env()).toMatchObject({ INSTANCE_ID: 'suite', API_URL: instance.url('api') });
    expect((await instance.logs(['web'])).join('\n')).toContain('serving');
    expect(Object.keys(await containersOf(`${project.name}-suite`))).toEqual(['web']);
    expect(() => instance.url('api2')).toThrow(UserError);
  }
  expect(events.filter((event) => event === 'end')).toHaveLength(2);
  expect(await thingsWith(project.labels)).toEqual([]);
  expect(keptOf(home)).toEqual([]);
});

test('what ran before is used, and stays with its data', async ({ options, project }) => {
  const standing = await up({ ...options, name: 'suite' });
  const before = await containersOf(`${project.name}-suite`);
  {
    await using instance = await up({ ...options, name: 'suite' });
    expect(instance.record.metrics.changed).toBe(false);
  }
  expect(await containersOf(`${project.name}-suite`)).toEqual(before);
  await standing.down({ volumes: true });
});

test('down keeps the data unless it is told otherwise', async ({ options, project }) => {
  const first = await up({ ...options, name: 'suite' });
  expect((await first.down()).metrics.success).toBe(true);
  expect(await thingsWith(project.labels)).toEqual([`volume ${project.name}-suite_data`]);
  const again = await up({ ...options, name: 'suite' });
  await again.down({ volumes: true });
  expect(await thingsWith(project.labels)).toEqual([]);
});

test('fresh copies run beside each other', async ({ options }) => {
  await using one = await up({ ...options, fresh: true });
  await using other = await up({ ...options, fresh: true });
  expect(one.name).not.toBe(other.name);
  expect(one.url('api')).not.toBe(other.url('api'));
});

test('a deployment that fails is an error with its record, and leaves nothing', async ({ options, project, home }) => {
  await project.edit('exec httpd -f -p 8080 -h /www', 'exit 3');
  const error: unknown = await up({ ...options, name: 'suite' }).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(DeploymentError);
  expect(error).toMatchObject({
    exit: 1,
    message: expect.stringMatching(/^web: exited with code 3/),
    record: { deployment: { services_healthy: false } },
  });
  expect(await thingsWith(project.labels)).toEqual([]);
  expect(keptOf(home)).toEqual([]);
});

test('an aborted signal undoes the deployment', async ({ options, project, home }) => {
  const controller = new AbortController();
  const onEvent: LibraryOptions['onEvent'] = (event) => {
    if (event.event === 'step' && event.step === 'start web') controller.abort();
  };
  await expect(up({ ...options, name: 'suite', signal: controller.signal, onEvent })).rejects.toMatchObject({ exit: 130 });
  expect(await thingsWith(project.labels)).toEqual([]);
  expect(keptOf(home)).toEqual([]);
});

test('wrong usage is a UserError with a code', async ({ options }) => {
  await expect(up({ ...options, name: '../up' })).rejects.toMatchObject({ code: 'bad-instance-name', exit: 2 });
});

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
