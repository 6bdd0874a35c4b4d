import { expect } from 'vitest';
import { docker, lines, thingsWith } from '../support/outside.ts';
import { test } from '../support/workplace.ts';

test('each instance keeps data, networks and names of its own, and external ones stay', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const own = `com.docker.compose.project=${project.name}`;
  await project.write('.env', `FIXED=${project.name}\n`);
  await docker(['network', 'create', '--label', own, `${project.name}-shared`]);
  await docker(['volume', 'create', '--label', own, `${project.name}-common`]);
  const external = await thingsWith([own]);
  const inside = async (instance: string, service: string, ...command: string[]) =>
    (await at.portside('exec', instance, service, '--', ...command)).stdout.trim();

  for (const name of ['one', 'two']) {
    const { exit, stderr } = await at.up(project.directory, '--name', name);
    expect(exit, stderr).toBe(0);
  }
  expect(await volumesOf(`${project.name}-one`)).toEqual([
    `${project.name}-files-one`,
    expect.stringMatching(new RegExp(`^${project.name}-one_redis_.*data$`)),
  ]);
  expect(await networksOf(`${project.name}-one`)).toEqual([expect.stringMatching(new RegExp(`^${project.name}-backbone-one_`))]);
  expect(await inside('one', 'web', 'nslookup', 'the-database')).toContain('Address');

  await inside('one', 'redis', 'redis-cli', 'set', 'ship', 'Beagle');
  await inside('one', 'redis', 'redis-cli', 'save');
  await inside('one', 'web', 'touch', '/files/here', '/common/here');
  expect(await inside('two', 'redis', 'redis-cli', 'get', 'ship')).toBe('');
  expect(await inside('two', 'web', 'ls', '/files')).toBe('');
  expect(await inside('two', 'web', 'ls', '/common')).toBe('here');

  expect(await at.portside('down', 'one')).toMatchObject({ exit: 0 });
  expect((await at.up(project.directory, '--name', 'one')).exit).toBe(0);
  expect(await inside('one', 'redis', 'redis-cli', 'get', 'ship')).toBe('Beagle');
  expect(await inside('one', 'web', 'ls', '/files')).toBe('here');

  expect(await at.portside('down', '--all', '--volumes', project.directory)).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual(external);
});

function volumesOf(composeName: string): Promise<string[]> {
  return lines(['volume', 'ls', '--format', '{{.Name}}', '--filter', `label=com.docker.compose.project=${composeName}`]);
}

function networksOf(composeName: string): Promise<string[]> {
  return lines(['network', 'ls', '--format', '{{.Name}}', '--filter', `label=com.docker.compose.project=${composeName}`]);
}
