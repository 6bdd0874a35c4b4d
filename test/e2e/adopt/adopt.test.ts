import { expect } from 'vitest';
import { containersOf, docker, thingsWith } from '../support/outside.ts';
import { sightings } from '../support/sightings.ts';
import { keptOf } from '../support/state.ts';
import { test } from '../support/workplace.ts';

test('what runs under plain Compose is refused, and with --adopt taken over with its data', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const compose = (...args: string[]) => docker(['compose', '--project-directory', project.directory, ...args]);
  await compose('up', '--detach', '--quiet-pull');
  await compose('exec', '-T', 'web', 'sh', '-c', 'echo precious > /data/file');
  const before = await containersOf(project.name);
  const things = await thingsWith(project.labels);

  const refused = await at.portside('up', project.directory);
  expect(refused.exit).toBe(3);
  expect(refused.stderr).toContain(`${project.name} already runs under plain Compose`);
  expect(refused.stderr).toContain('portside up --adopt');
  expect(await containersOf(project.name)).toEqual(before);
  expect(await thingsWith(project.labels)).toEqual(things);
  expect(keptOf(at.home)).toEqual([]);

  const { exit, record, stderr } = await at.up(project.directory, '--adopt');
  expect(exit, stderr).toBe(0);
  expect(await (await fetch(`http://127.0.0.1:${record.deployment.api_port}/file`)).text()).toBe('precious\n');
  expect(await at.ps()).toMatchObject([{ project: project.name, compose_name: project.name, state: 'running' }]);

  expect(await at.portside('down', '--volumes', project.directory)).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});

test('an adoption that fails leaves the plain project as it was, and is forgotten', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const compose = (...args: string[]) => docker(['compose', '--project-directory', project.directory, ...args]);
  await compose('up', '--detach', '--quiet-pull');
  const before = await containersOf(project.name);

  await project.edit('x-portside:', 'x-portside:\n  nonsense: [1]');
  expect(await at.portside('up', project.directory, '--adopt')).toMatchObject({ exit: 3 });

  expect(await containersOf(project.name)).toEqual(before);
  expect(keptOf(at.home)).toEqual([]);
  expect(await at.ps()).toEqual([]);
  await compose('down', '--volumes');
});

test('an adoption that fails at work gives the plain project its own containers back', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const compose = (...args: string[]) => docker(['compose', '--project-directory', project.directory, ...args]);
  await compose('up', '--detach', '--quiet-pull');
  await compose('exec', '-T', 'web', 'sh', '-c', 'echo precious > /data/file');
  const things = await thingsWith(project.labels);
  await project.edit('command: httpd -f -p 8080 -h /data', 'command: [sh, -c, "echo not here; exit 3"]');

  const { exit, record, stderr } = await at.up(project.directory, '--adopt');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ service: 'web', exit_code: 3, undo_problems: [] });
  expect(await thingsWith(project.labels)).toEqual(things);
  expect((await sightings(project.name)).map(({ state }) => state)).toEqual(['running']);
  expect(await compose('exec', '-T', 'web', 'cat', '/data/file')).toBe('precious');
  expect(keptOf(at.home)).toEqual([]);
  await compose('down', '--volumes');
});

test("another tool's Compose project of the same name is neither taken over nor taken down", async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const name = `${project.name}-mine`;
  const compose = (...args: string[]) => docker(['compose', '--project-directory', project.directory, '--project-name', name, ...args]);
  await compose('up', '--detach', '--quiet-pull');
  const before = await containersOf(name);

  const refused = await at.portside('up', project.directory, '--name', 'mine');
  expect(refused.exit).toBe(3);
  expect(refused.stderr).toContain(`the Compose project ${name} is somebody else's`);

  expect(await containersOf(name)).toEqual(before);
  expect(keptOf(at.home)).toEqual([]);
  await compose('down');
  const data = await at.portside('up', project.directory, '--name', 'mine');
  expect(data.exit).toBe(3);
  expect(data.stderr).toContain(`volume ${name}_data is there already`);
  expect(await docker(['volume', 'inspect', '--format', '{{.Name}}', `${name}_data`])).toBe(`${name}_data`);
  await compose('down', '--volumes');
});
