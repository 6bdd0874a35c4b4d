import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeLabel } from '../../src/deploy/model/labels.ts';
import { createCompose } from '../../src/engine/compose-cli.ts';
import { connect } from '../../src/engine/connect/connect.ts';

const surroundings = { environment: process.env, home: homedir() };
const { engine, environment: engineEnvironment } = await connect(surroundings);
const compose = createCompose({ ...surroundings, engine: engineEnvironment });
const environment = { PATH: process.env['PATH'] ?? '', HOME: homedir() };

let directory: string;
let composeName: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'portside-compose-'));
  composeName = `compose-cli-${randomUUID().slice(0, 8)}`;
});

afterEach(async () => {
  const labels = { [composeLabel.project]: composeName };
  for (const { id } of await engine.listContainers(labels)) await engine.removeContainer(id, { volumes: true });
  for (const name of await engine.listNetworks(labels)) await engine.removeNetwork(name);
  await rm(directory, { recursive: true });
});

async function project(services: object) {
  const file = join(directory, 'compose.json');
  await writeFile(file, JSON.stringify({ services }));
  return { composeName, directory, files: [file], envFiles: [], profiles: [], environment };
}

const sleeper = { image: 'busybox:1.37', command: ['sleep', '600'], stop_signal: 'KILL' };
const states = async () =>
  Object.fromEntries(
    (await engine.listContainers({ [composeLabel.project]: composeName })).map(({ service, state, id }) => [service, { state, id }]),
  );

test('the model comes interpolated, its dollars escaped; what Compose refuses is told in its words', async () => {
  const input = await project({ web: { ...sleeper, environment: { PRICE: '5$$', PORT: '${PORT:-80}' } } });
  expect(await compose.config(input)).toMatchObject({ services: { web: { environment: { PRICE: '5$$', PORT: '80' } } } });
  const open = await project({ web: { ...sleeper, environment: { A: '${A:?give me A}' } } });
  await expect(compose.config(open)).rejects.toMatchObject({ kind: 'compose', message: expect.stringMatching(/give me A$/) });
});

test('containers are made, and left alone once they are there', async () => {
  const web = { ...sleeper, depends_on: ['db'] };
  const children: number[] = [];
  await compose.create(await project({ web, db: sleeper }), [], { onChild: ({ pid }) => children.push(pid) });
  const before = await states();
  expect(before).toMatchObject({ web: { state: 'created' }, db: { state: 'created' } });
  expect(children).toHaveLength(1);

  await compose.create(await project({ web: { ...sleeper, environment: { NEW: '1' } }, db: sleeper }), [], {});
  expect(await states()).toEqual(before);
});

test('new containers are made beside the old ones, as many as asked for', async () => {
  const input = await project({ web: sleeper, db: sleeper });
  await compose.create(input, [], {});
  const changed = await project({ web: { ...sleeper, environment: { NEW: '1' } }, db: sleeper });
  await compose.create(changed, ['web'], {}, { web: 2, db: 1 });
  const made = await engine.listContainers({ [composeLabel.project]: composeName });
  expect(made.map(({ service, number, state }) => `${service} ${number} ${state}`).toSorted()).toEqual([
    'db 1 created',
    'web 1 created',
    'web 2 created',
  ]);
});

test('a one-off tells its lines and its exit code, starts nothing else, has no input, and leaves nothing', async () => {
  const input = await project({ web: { ...sleeper, depends_on: ['db'], ports: ['8099:80'], environment: { A: 'b' } }, db: sleeper });
  const lines: string[] = [];
  const script = 'read x || echo "no input"; echo $A >&2; exit 7';
  expect(await compose.oneOff(input, 'web', ['sh', '-c', script], { onLine: (line) => lines.push(line) })).toBe(7);
  expect(lines.toSorted()).toEqual(['b', 'no input']);
  expect(await states()).toEqual({});
  await expect(compose.oneOff(input, 'web', ['no-such-program'], {})).rejects.toMatchObject({ name: 'EngineError' });
  expect(await states()).toEqual({});
});

test('a port that somebody else has is known as that', async () => {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const input = await project({ web: { ...sleeper, ports: [`${port}:80`] } });
  await compose.create(input, [], {});
  const { web } = await states();
  await expect(engine.startContainer(web?.id ?? '')).rejects.toMatchObject({ kind: 'port-taken' });
  server.close();
});

test('a failed build says why, line by line; a missing image is called missing', async () => {
  await mkdir(join(directory, 'context'));
  await writeFile(join(directory, 'context', 'Dockerfile'), 'FROM busybox:1.37\nRUN echo so far; exit 9\n');
  const lines: string[] = [];
  const input = await project({ web: { build: './context' }, absent: { image: 'portside-no-such-image:1' } });
  await expect(compose.build(input, ['web'], { onLine: (line) => lines.push(line) })).rejects.toMatchObject({ kind: 'build-failed' });
  expect(lines.join('\n')).toContain('so far');
  await expect(compose.pull(input, ['absent'], {})).rejects.toMatchObject({ kind: 'image-not-found' });
});

test('logs come line by line, and following ends with the signal', async () => {
  const input = await project({ web: { ...sleeper, command: ['sh', '-c', 'echo one; echo two; sleep 600'] } });
  await compose.create(input, [], {});
  await engine.startContainer((await states())['web']?.id ?? '');
  const lines: string[] = [];
  const stop = new AbortController();
  const following = compose.logs(
    composeName,
    [],
    { follow: true, tail: 'all' },
    { signal: stop.signal, onLine: (line) => lines.push(line) },
  );
  await expect.poll(() => lines).toEqual([expect.stringMatching(/web.*\| one$/), expect.stringMatching(/web.*\| two$/)]);
  stop.abort();
  await following;
});
