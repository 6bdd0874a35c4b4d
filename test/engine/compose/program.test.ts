import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findComposeProgram } from '../../../src/engine/compose/program.ts';

let home: string;
beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), 'portside-plugins-'))));
afterEach(() => rm(home, { recursive: true }));

async function program(path: string): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

test('the plugin is run directly: the user’s own before the machine’s, the configured before both', async () => {
  const surroundings = { environment: {}, home };
  const machine = await program('system/docker-compose');
  expect(await findComposeProgram(surroundings, [join(home, 'system')])).toEqual([machine]);
  const own = await program('.docker/cli-plugins/docker-compose');
  expect(await findComposeProgram(surroundings, [join(home, 'system')])).toEqual([own]);
  const configured = await program('brew/docker-compose');
  await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({ cliPluginsExtraDirs: [join(home, 'brew')] }));
  expect(await findComposeProgram(surroundings, [join(home, 'system')])).toEqual([configured]);
});

test('DOCKER_CONFIG moves the user’s plugins', async () => {
  const moved = await program('elsewhere/cli-plugins/docker-compose');
  expect(await findComposeProgram({ environment: { DOCKER_CONFIG: join(home, 'elsewhere') }, home }, [])).toEqual([moved]);
});

test('a plugin that cannot be run is passed over; docker’s own command may know another', async () => {
  await chmod(await program('.docker/cli-plugins/docker-compose'), 0o644);
  const docker = await program('bin/docker');
  expect(await findComposeProgram({ environment: { PATH: `/nowhere:${join(home, 'bin')}` }, home }, [])).toEqual([docker, 'compose']);
});

test('without any, the error says what to install', async () => {
  const nothing = findComposeProgram({ environment: { PATH: '/nowhere' }, home }, []);
  await expect(nothing).rejects.toMatchObject({ kind: 'no-compose', message: expect.stringContaining('docker-compose-plugin') });
});
