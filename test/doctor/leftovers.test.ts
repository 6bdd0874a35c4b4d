import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { label } from '../../src/deploy/model/labels.ts';
import type { Commitment } from '../../src/deploy/model/commitment.ts';
import { canaries } from '../../src/doctor/looks/canaries.ts';
import { files } from '../../src/doctor/looks/files.ts';
import { hashNamed } from '../../src/doctor/looks/hash-named.ts';
import { helpers } from '../../src/doctor/looks/helpers.ts';
import { imageLooks } from '../../src/doctor/looks/image-looks.ts';
import { instances } from '../../src/doctor/looks/instances.ts';
import { locks } from '../../src/doctor/looks/locks.ts';
import { orphans } from '../../src/doctor/looks/orphans.ts';
import { unfinished } from '../../src/doctor/looks/unfinished.ts';
import { mend } from '../../src/doctor/mend.ts';
import { lookAt, toldBy, workbench } from './tools.ts';

const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/srv/shop' };
const project = { name: 'shop', directory: '/srv/shop', files: [], envFiles: [], profiles: [] };
const ours = { [label.project]: 'shop', [label.instance]: 'demo', [label.execution]: 'an-execution' };

test('what an execution of another PORTSIDE_HOME made is named, and never removed', async () => {
  const bench = await workbench();
  bench.engine.add({ composeName: 'shop-demo', service: 'web', labels: ours });
  await bench.engine.createNetwork('shop-demo_default', {}, { ...ours, 'com.docker.compose.project': 'shop-demo' });
  const [seen] = await lookAt(orphans, bench);
  expect(seen).toMatchObject({ level: 'warning', message: expect.stringContaining('1 container, 1 network of shop/demo') });
  expect(seen?.fixes).toBeUndefined();
});

test('what is registered, locked or unfinished is no orphan', async () => {
  const bench = await workbench();
  bench.engine.add({ composeName: 'shop-demo', service: 'web', labels: ours });
  await bench.tools.instances.claim(identity, project);
  expect(await toldBy(orphans, bench)).toMatchObject([expect.stringMatching(/^ok/)]);
});

test('volumes that outlived their instance are a note, whoever made them', async () => {
  const bench = await workbench();
  await bench.engine.createVolume('shop-demo_data', {}, { ...ours, 'com.docker.compose.project': 'shop-demo' });
  expect(await lookAt(orphans, bench)).toMatchObject([
    { level: 'note', repair: expect.stringContaining('docker volume rm shop-demo_data') },
  ]);
});

test('an instance that was only just claimed is left alone; an old claim without containers gives its name back', async () => {
  const bench = await workbench();
  await bench.tools.instances.claim(identity, project);
  expect(await toldBy(instances, bench)).toMatchObject([expect.stringMatching(/^ok/)]);
  bench.passTime(120_000);
  const [seen] = await lookAt(instances, bench);
  expect(seen).toMatchObject({ level: 'warning', fixes: [{ fix: 'forget', composeName: 'shop-demo' }] });
  for (const fix of seen?.fixes ?? []) expect(await mend(fix, bench.tools.connect, bench.tools)).toEqual({});
  expect(await bench.tools.instances.list()).toEqual([]);
});

test('a lock of a process that is gone is freed; one that is held keeps doctor out', async () => {
  const dead = await workbench({ pid: 2 ** 22 + 1, startTime: 'long ago' });
  await dead.tools.locks.acquire('shop-demo', 'up');
  const [seen] = await lookAt(locks, dead);
  expect(seen).toMatchObject({ level: 'warning', message: expect.stringContaining('shop-demo is locked by `up`') });
  for (const fix of seen?.fixes ?? []) expect(await mend(fix, dead.tools.connect, dead.tools)).toEqual({});
  expect(await toldBy(locks, dead)).toEqual(['ok: no lock is held by a process that is gone']);
});

test('a helper that nobody works with is found, and goes; one of somebody at work, or of others, is left alone', async () => {
  const bench = await workbench();
  await bench.tools.instances.claim(identity, project);
  for (const composeName of ['shop-demo', 'another-home'])
    bench.engine.add({
      composeName: '',
      service: '',
      labels: { [label.helper]: composeName },
      volumes: [{ name: 'shop-demo_data', target: '/v' }],
    });
  await bench.tools.journal.begin({ uuid: 'the-uuid', action: 'snapshot', composeName: 'shop-demo' });
  expect(await toldBy(helpers, bench)).toMatchObject([expect.stringMatching(/^ok/)]);
  await bench.tools.journal.end('the-uuid');
  const [seen] = await lookAt(helpers, bench);
  expect(seen).toMatchObject({ level: 'warning', fixes: [{ fix: 'remove-container', composeName: 'shop-demo' }] });
  for (const fix of seen?.fixes ?? []) expect(await mend(fix, bench.tools.connect, bench.tools)).toEqual({});
  expect((await bench.engine.listContainers()).map(({ labels }) => labels[label.helper])).toEqual(['another-home']);
  expect(await bench.engine.listVolumes({})).toEqual(['shop-demo_data']);
});

test('an execution that was killed is an error until it is undone', async () => {
  const bench = await workbench({ pid: 2 ** 22 + 1, startTime: 'long ago' });
  await bench.tools.journal.begin({ uuid: 'the-uuid', action: 'up', composeName: 'shop-demo' });
  expect(await lookAt(unfinished, bench)).toMatchObject([
    { level: 'error', message: expect.stringContaining('the-uuid'), fixes: [{ fix: 'recover' }] },
  ]);
});

test('what was verified is finished, not undone', async () => {
  const bench = await workbench({ pid: 2 ** 22 + 1, startTime: 'long ago' });
  await bench.tools.journal.begin({ uuid: 'the-uuid', action: 'up', composeName: 'shop-demo' });
  await bench.tools.journal.commit('the-uuid', {} as Commitment);
  expect(await lookAt(unfinished, bench)).toMatchObject([
    { level: 'error', message: expect.stringContaining('verified'), fixes: [{ fix: 'recover', ending: 'finish' }] },
  ]);
});

test('a canary is named, with what to type, and is no leftover', async () => {
  const bench = await workbench({ pid: 2 ** 22 + 1, startTime: 'long ago' });
  expect(await toldBy(canaries, bench)).toMatchObject([expect.stringMatching(/^ok/)]);
  await bench.tools.instances.claim(identity, project);
  await bench.tools.instances.update('shop-demo', { canary: { executionUuid: 'the-uuid', share: 20, services: ['web'] } });
  await bench.tools.journal.begin({ uuid: 'the-uuid', action: 'up', composeName: 'shop-demo' });
  await bench.tools.journal.park('the-uuid');
  expect(await toldBy(unfinished, bench)).toMatchObject([expect.stringMatching(/^ok/)]);
  expect(await lookAt(canaries, bench)).toMatchObject([
    {
      level: 'note',
      message: expect.stringMatching(/web of shop\/demo gets 20 % .*the-uuid/),
      repair: expect.stringContaining('--promote'),
    },
  ]);
});

test('a container that a killed look into an image left is removed; one that is just looked into is not', async () => {
  const bench = await workbench();
  bench.engine.add({ composeName: '', service: '', labels: { [label.look]: String(2 ** 22 + 1) } });
  expect(await lookAt(imageLooks, bench)).toMatchObject([{ level: 'warning', fixes: [{ fix: 'remove-container' }] }]);
});

test('no name that Compose gives for a moment: nothing is told', async () => {
  const bench = await workbench();
  bench.engine.add({ composeName: 'shop', service: 'web' });
  expect(await toldBy(hashNamed, bench)).toMatchObject([expect.stringMatching(/^ok/)]);
});

test('copies of Compose files that a killed check left behind are told of once they are old', async () => {
  const bench = await workbench();
  const copy = join(bench.tools.home, 'check', 'an-id', '0-compose.yaml');
  await mkdir(dirname(copy), { recursive: true });
  await writeFile(copy, 'services: {}');
  expect(await toldBy(files, bench)).toEqual(['ok: no forgotten files']);
  bench.passTime(3_600_000);
  const [seen] = await lookAt(files, bench);
  expect(seen).toMatchObject({ level: 'warning', fixes: [{ fix: 'remove-file', path: copy }] });
});
