import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findAddresses } from '../../../src/engine/connect/find-addresses.ts';

let home: string;
beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), 'portside-home-'))));
afterEach(() => rm(home, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), text);
}

async function writeContext(name: string, endpoint: object): Promise<string> {
  const id = createHash('sha256').update(name).digest('hex');
  await write(`.docker/contexts/meta/${id}/meta.json`, JSON.stringify({ Name: name, Endpoints: { docker: endpoint } }));
  return id;
}

test('DOCKER_HOST comes before every context, and takes its TLS variables along', async () => {
  await writeContext('far', { Host: 'ssh://me@far' });
  await write('certificates/ca.pem', 'CA');
  await write('certificates/cert.pem', 'CERT');
  await write('certificates/key.pem', 'KEY');
  const environment = {
    DOCKER_HOST: 'tcp://10.0.0.5:2376',
    DOCKER_CONTEXT: 'far',
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: join(home, 'certificates'),
  };
  expect(await findAddresses({ environment, home })).toEqual([
    {
      url: 'tcp://10.0.0.5:2376',
      source: 'DOCKER_HOST',
      environment: { DOCKER_HOST: 'tcp://10.0.0.5:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(home, 'certificates') },
      tls: { verify: true, ca: 'CA', cert: 'CERT', key: 'KEY' },
    },
  ]);
});

test('DOCKER_CONTEXT comes before the context of config.json', async () => {
  await writeContext('far', { Host: 'ssh://me@far' });
  await writeContext('near', { Host: 'unix:///near.sock' });
  await write('.docker/config.json', JSON.stringify({ currentContext: 'near' }));
  expect(await findAddresses({ environment: { DOCKER_CONTEXT: 'far' }, home })).toEqual([
    { url: 'ssh://me@far', source: 'context "far"', environment: { DOCKER_CONTEXT: 'far' } },
  ]);
  expect(await findAddresses({ environment: {}, home })).toMatchObject([
    { url: 'unix:///near.sock', environment: { DOCKER_CONTEXT: 'near' } },
  ]);
});

test('a context brings its own TLS material', async () => {
  const id = await writeContext('tls', { Host: 'tcp://far:2376', SkipTLSVerify: true });
  await write(`.docker/contexts/tls/${id}/docker/ca.pem`, 'CA');
  expect(await findAddresses({ environment: { DOCKER_CONTEXT: 'tls' }, home })).toMatchObject([{ tls: { verify: false, ca: 'CA' } }]);
});

test('a context that does not exist is said, not skipped', async () => {
  await expect(findAddresses({ environment: { DOCKER_CONTEXT: 'gone' }, home })).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('"gone"'),
  });
  await write('.docker/config.json', '{ broken');
  await expect(findAddresses({ environment: {}, home })).rejects.toMatchObject({ kind: 'unreachable' });
});

test('where nothing is named, the user’s own sockets are found; the context called default means them too', async () => {
  await write('run/docker.sock', '');
  await write('.docker/run/docker.sock', '');
  await write('run/podman/podman.sock', '');
  const found = await findAddresses({ environment: { XDG_RUNTIME_DIR: join(home, 'run'), DOCKER_CONTEXT: 'default' }, home });
  expect(found.map(({ url }) => url).filter((url) => url.includes(home))).toEqual([
    `unix://${home}/run/docker.sock`,
    `unix://${home}/.docker/run/docker.sock`,
    `unix://${home}/run/podman/podman.sock`,
  ]);
});
