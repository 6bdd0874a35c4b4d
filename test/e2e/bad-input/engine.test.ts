import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { program } from '../support/command.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = { 'compose.yaml': 'services: { web: { image: "busybox:1.37", command: sleep 600 } }\n' };
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** System-wide plugins hidden, each behind an empty folder that only this command sees. */
const hidePlugins = `for folder in /usr/local/lib /usr/local/libexec /usr/lib /usr/libexec; do
  [ ! -d $folder/docker/cli-plugins ] || mount -t tmpfs none $folder/docker/cli-plugins || exit
done; exec "$@"`;
const withoutPlugins = ['unshare', '--mount', 'sh', '-c', hidePlugins, 'sh'];

describe('an engine that cannot be used: exit 4, and what to do', () => {
  test('none answers', async ({ at }) => {
    const project = await at.project(source);
    at.environment = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
    const { exit, stderr } = await at.portside('up', project.directory);
    expect(exit).toBe(4);
    expect(stderr).toContain('unix:///nonexistent/docker.sock');
    expect(stderr).toContain('start Docker or Podman');
    at.environment = {};
    expect(await at.left()).toEqual([]);
  });

  describe.skipIf(!works(asNobody))('its socket is not for this user', () => {
    test('who has a home', async ({ at }) => {
      at.environment = { HOME: at.folder };
      await expectNoPermission(at);
    });

    test('who cannot read the configuration that HOME still names, as after sudo', async ({ at }) => {
      const config = join(at.folder, '.docker');
      await mkdir(config, { mode: 0o700 });
      await writeFile(join(config, 'config.json'), '{}', { mode: 0o600 });
      at.environment = { HOME: at.folder };
      await expectNoPermission(at);
    });
  });

  test.skipIf(!works(withoutPlugins))('Compose is missing', async ({ at }) => {
    const project = await at.project(source);
    const empty = join(at.folder, 'empty');
    await mkdir(empty);
    at.within = withoutPlugins;
    at.environment = { DOCKER_CONFIG: empty };
    const { exit, stderr } = await at.portside('up', project.directory);
    expect(exit, stderr).toBe(4);
    expect(stderr).toContain('Docker Compose is missing');
    expect(stderr).toContain('docker-compose-plugin');
    expect(await at.left()).toEqual([]);
  });
});

async function expectNoPermission(at: Workplace): Promise<void> {
  const project = await at.project(source);
  await chmod(at.folder, 0o777);
  at.within = asNobody;
  const { exit, stderr } = await at.portside('up', project.directory);
  expect(exit, stderr).toBe(4);
  expect(stderr).toContain('no permission to talk to the engine at unix://');
  expect(stderr).toContain('usermod -aG docker');
  expect(await at.left()).toEqual([]);
}

function works(within: string[]): boolean {
  const [first = '', ...rest] = within;
  return spawnSync(first, [...rest, program, '--version']).status === 0;
}
