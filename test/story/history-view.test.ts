import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExecutionRecord } from '../../src/contract/record.ts';
import { instances } from '../../src/ledger/instances.ts';
import { revisions } from '../../src/ledger/revisions.ts';
import { askedRatio } from '../../src/story/asked-ratio.ts';
import { historyView } from '../../src/story/history-view.ts';
import { here, ledger } from '../ledger/fresh-ledger.ts';
import { recordOf } from '../ledger/records.ts';

let count = 0;

interface Deployed extends Partial<Omit<ExecutionRecord, 'deployment' | 'metrics'>> {
  project?: string;
  instance?: string;
  services?: string[];
  success?: boolean;
  changed?: boolean;
  directory?: string;
}

async function deployed(given: Deployed = {}): Promise<string> {
  const { project = 'hello', instance = 'main', services = ['web'], success = true, changed = true, directory, ...changes } = given;
  const uuid = `e${++count}`;
  const plain = recordOf(uuid);
  const record = recordOf(uuid, {
    content_hash: 'a',
    ...changes,
    metrics: { ...plain.metrics, success, changed },
    deployment: {
      ...plain.deployment,
      ...{ project, instance_id: instance, services: services.map((service) => ({ service, containers: [] })) },
      ...(directory ? { directory } : {}),
    },
  });
  await ledger.append(record, { counts: changed && record.action === 'up' });
  return uuid;
}

function view(options: { project?: string; instance?: string; limit?: number } = {}, currentDirectory = here.home) {
  return historyView(
    { limit: 20, ...options },
    { database: here.database, environment: { HOME: here.home }, currentDirectory, asked: async () => 10 },
  );
}

test('the newest first, with the version, what changed and how it ended', async () => {
  await deployed();
  await deployed({ content_hash: 'b', replaced: [{ service: 'web', strategy: 'recreate', old: ['1'], cause: 'its image changed' }] });
  await deployed({ content_hash: 'b', changed: false });
  await deployed({ content_hash: 'c', services: ['web', 'redis'], success: false, error: 'redis: exited with code 1' });
  await deployed({ action: 'down', services: [] });
  await deployed({ content_hash: 'b' });
  const { executions } = await view({ project: 'hello' });
  expect(executions.map(({ version, changes, result }) => `${version} ${changes.join('; ')} ${result}`)).toEqual([
    'v2 started again verified',
    'v1  down',
    'v3 redis: new failed',
    'v2 nothing changed verified',
    'v2 web: its image changed verified',
    'v1 first up verified',
  ]);
});

test('the ratio of the project and of each version, and what is missing to ten to one', async () => {
  for (let turn = 0; turn < 12; turn++) await deployed({ content_hash: 'a', success: turn > 0 });
  await deployed({ content_hash: 'b', success: false, error: 'no' });
  const { projects } = await view({ project: 'hello' });
  expect(projects).toEqual([
    {
      ...{ project: 'hello', asked: 10, successes: 11, failures: 2 },
      versions: [
        { version: 'v1', content_hash: 'a', successes: 11, failures: 1, missing: 0 },
        { version: 'v2', content_hash: 'b', successes: 0, failures: 1, missing: 10 },
      ],
    },
  ]);
});

test('a graduation is told, and who took it back', async () => {
  const graduation = { successes: 10, failures: 0, ratio: 10, file: 'docker-compose.yml' };
  await deployed();
  const uuid = await deployed({ action: 'graduate', graduation });
  const graduated = { at: '2026-11-21T04:00:00.000Z', file: 'docker-compose.yml', execution_uuid: uuid };
  expect((await view()).projects[0]?.versions).toMatchObject([{ graduated, missing: 9 }]);
  const by = await deployed({ success: false, error: 'no' });
  expect((await view()).projects[0]?.versions).toMatchObject([{ taken_back: { graduation: uuid, by }, missing: 10 }]);
});

test('a name, an instance, a folder, the folder around this one; outside of any project all of them', async () => {
  const directory = join(here.home, 'shop');
  await mkdir(join(directory, 'deep'), { recursive: true });
  const [first, demo, shop] = [await deployed(), await deployed({ instance: 'demo' }), await deployed({ project: 'shop', directory })];
  const uuids = async (...given: Parameters<typeof view>) => (await view(...given)).executions.map((entry) => entry.execution_uuid);
  expect(await uuids()).toEqual([shop, demo, first]);
  expect(await uuids({ limit: 1 })).toEqual([shop]);
  expect(await uuids({ project: 'hello' })).toEqual([demo, first]);
  expect(await uuids({ project: 'hello/demo' })).toEqual([demo]);
  expect(await uuids({ instance: 'main' })).toEqual([shop, first]);
  expect(await uuids({ project: directory })).toEqual([shop]);
  expect(await uuids({}, join(directory, 'deep'))).toEqual([shop]);
  await expect(view({ project: 'helo' })).rejects.toMatchObject({ code: 'unknown-project', hint: 'did you mean hello?' });
  await expect(view({ project: 'hello/dmo' })).rejects.toMatchObject({ code: 'unknown-instance', hint: 'did you mean demo?' });
  await expect(view({ instance: 'other' })).rejects.toMatchObject({ code: 'unknown-instance', hint: 'there are records of demo, main' });
});

test('a project of which nothing is recorded is not taken for all of them', async () => {
  await deployed();
  const directory = join(here.home, 'fresh');
  await mkdir(directory);
  await writeFile(join(directory, 'compose.yaml'), 'services: {}\n');
  expect(await view({}, directory)).toEqual({ projects: [], executions: [], directory });
});

test('what a project asks for is what its newest deployment asked for', async () => {
  const known = instances(here.database, here.clock);
  const versions = revisions(here.database, here.home);
  const tools = { instances: known, revisions: versions };
  expect(await askedRatio('hello', tools)).toBe(10);
  for (const [instance, ratio] of [
    ['main', 3],
    ['demo', 20],
  ] as const) {
    const identity = { project: 'hello', instance, composeName: `hello-${instance}`, directory: '/srv/hello' };
    await known.claim(identity, { name: 'hello', directory: '/srv/hello', files: [], envFiles: [], profiles: [] });
    const stack = { settings: { graduate: { ratio } } } as never;
    await versions.put(identity.composeName, { number: 1, executionUuid: 'e1', contentHash: 'a', createdAt: 1, stack, images: {} });
    here.clock.set(here.clock.now() + 1000);
    await known.update(identity.composeName, { status: 'running', revision: 1 });
  }
  expect(await askedRatio('hello', tools)).toBe(20);
  await deployed();
  const asked = (project: string) => askedRatio(project, tools);
  const seen = await historyView({ limit: 20 }, { database: here.database, environment: {}, currentDirectory: '/', asked });
  expect(seen.projects).toMatchObject([{ project: 'hello', asked: 20, versions: [{ missing: 19 }] }]);
});
