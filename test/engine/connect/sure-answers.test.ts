import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { withSureAnswers } from '../../../src/engine/connect/sure-answers.ts';
import { createDockerEngine } from '../../../src/engine/docker/engine.ts';

const patience = { question: 60_000, change: 60_000 };

async function engineThat(answers: RequestListener, limits = patience) {
  const server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const docker = withSureAnswers(new Docker({ protocol: 'http', host: '127.0.0.1', port }), limits);
  return {
    engine: createDockerEngine(docker, `tcp://127.0.0.1:${port}`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('an engine that is killed in the middle of an answer is away', async () => {
  await using away = await engineThat((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"StatusCode"');
    setImmediate(() => response.socket?.destroy());
  });
  await expect(away.engine.waitContainer('x')).rejects.toMatchObject({ name: 'EngineError', kind: 'unreachable' });
  await expect(away.engine.inspectContainer('x')).rejects.toMatchObject({ kind: 'unreachable' });
});

test('one that is killed in the middle of an archive breaks it off in our words', async () => {
  await using away = await engineThat((_, response) => {
    response.writeHead(200).write('some bytes');
    setImmediate(() => response.socket?.destroy());
  });
  const archive = await away.engine.readArchive('x', '/data');
  await expect(archive.toArray()).rejects.toMatchObject({ name: 'EngineError', kind: 'unreachable' });
});

test('one that takes questions and says nothing is given up; what takes its own time is not', async () => {
  await using silent = await engineThat(
    (request, response) => {
      if (request.url?.includes('/wait')) setTimeout(() => response.end('{"StatusCode": 3}'), 300);
    },
    { question: 50, change: 100 },
  );
  const silence = { name: 'EngineError', kind: 'unreachable', message: expect.stringContaining('the engine has not answered for 0.') };
  await Promise.all([
    expect(silent.engine.inspectContainer('x')).rejects.toMatchObject(silence),
    expect(silent.engine.renameContainer('x', 'y')).rejects.toMatchObject(silence),
    expect(silent.engine.waitContainer('x')).resolves.toBe(3),
  ]);
});

test('an answer keeps its status and its words', async () => {
  await using refusing = await engineThat((_, response) => response.writeHead(500).end('{"message": "port is already allocated"}'));
  await expect(refusing.engine.startContainer('x')).rejects.toMatchObject({ kind: 'port-taken', message: 'port is already allocated' });
  await using without = await engineThat((_, response) => response.writeHead(404).end('{"message": "No such container: x"}'));
  expect(await without.engine.inspectContainer('x')).toBeUndefined();
});
