import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../src/engine/connect/connect.ts';
import { clientOptions } from '../../../src/engine/connect/open-client.ts';

test('an engine that answers on the named socket is taken, and Compose is told the same', async () => {
  await using engine = await answering({ Version: '28.0.0', ApiVersion: '1.48', ID: 'one', Components: [{ Name: 'Engine' }] });
  const connected = await connect({ environment: { DOCKER_HOST: engine.url }, home: '/nowhere' });
  expect(connected.environment).toEqual({ DOCKER_HOST: engine.url });
  expect(await connected.engine.facts()).toMatchObject({
    kind: 'docker',
    version: '28.0.0',
    startInterval: true,
    id: 'one',
    host: '127.0.0.1',
  });
});

test('Podman is known by its own word, and builds without BuildKit', async () => {
  await using engine = await answering({ Version: '4.3.1', ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] });
  const connected = await connect({ environment: { DOCKER_HOST: engine.url }, home: '/nowhere' });
  expect(connected.environment).toEqual({ DOCKER_HOST: engine.url, DOCKER_BUILDKIT: '0' });
  expect(await connected.engine.facts()).toMatchObject({ kind: 'podman', startInterval: false });
});

test('no engine: the message names what was tried and who named it', async () => {
  const failed = connect({ environment: { DOCKER_HOST: 'unix:///nowhere/engine.sock' }, home: '/nowhere' });
  await expect(failed).rejects.toMatchObject({
    name: 'EngineError',
    kind: 'unreachable',
    message: expect.stringMatching(/unix:\/\/\/nowhere\/engine\.sock \(DOCKER_HOST\)/),
  });
});

test('each kind of address becomes what the client needs', () => {
  expect(clientOptions(address('unix:///run/engine.sock'), {})).toEqual({ socketPath: '/run/engine.sock' });
  expect(clientOptions(address('tcp://far'), {})).toEqual({ protocol: 'http', host: 'far', port: 2375 });
  expect(clientOptions(address('far:1234'), {})).toEqual({ protocol: 'http', host: 'far', port: '1234' });
  expect(clientOptions(address('ssh://me@far:2222'), { SSH_AUTH_SOCK: '/agent' })).toEqual({
    protocol: 'ssh',
    host: 'far',
    port: '2222',
    username: 'me',
    sshOptions: { agent: '/agent' },
  });
  expect(clientOptions({ ...address('tcp://far'), tls: { verify: true, ca: 'CA' } }, {})).toEqual({
    protocol: 'https',
    host: 'far',
    port: 2376,
    ca: 'CA',
  });
  expect(() => clientOptions(address('tcp://:::'), {})).toThrow(expect.objectContaining({ kind: 'unreachable' }));
});

function address(url: string) {
  return { url, source: 'test', environment: {} };
}

/** An engine that says the same whatever it is asked. */
async function answering(answer: object): Promise<AsyncDisposable & { url: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'portside-socket-'));
  const socket = join(directory, 'engine.sock');
  const server = createServer((_, response) => response.end(JSON.stringify(answer))).listen(socket);
  await once(server, 'listening');
  return {
    url: `unix://${socket}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}
