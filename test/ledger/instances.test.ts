import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeName as composeNameOf } from '../../src/deploy/model/compose-name.ts';
import type { Project } from '../../src/deploy/model/stack.ts';
import { instances } from '../../src/ledger/instances.ts';
import type { Instances } from '../../src/ledger/instances.ts';
import { systemIds } from '../../src/system/ids.ts';
import { machine } from './fixtures.ts';
import type { Machine } from './fixtures.ts';

const hello: Project = { name: 'hello', directory: '/srv/hello', files: ['/srv/hello/compose.yaml'], envFiles: [], profiles: [] };

let here: Machine;
let registry: Instances;
beforeEach(async () => {
  here = await machine();
  registry = instances(here.database, here.clock);
});
afterEach(() => here.close());

test('an instance is registered with what is needed to find its files again', async () => {
  const claimed = await registry.claim(identity('main'), hello);
  expect(claimed).toEqual({
    ...identity('main'),
    files: ['/srv/hello/compose.yaml'],
    envFiles: [],
    profiles: [],
    adopted: false,
    status: 'starting',
    endpoints: [],
    namedPorts: {},
    claimedAt: 1_000_000,
    updatedAt: 1_000_000,
  });
  expect(await registry.find('hello-main')).toEqual(claimed);
});

test('the same folder may claim again, with other files; what is known of the instance stays', async () => {
  await registry.claim(identity('main'), hello, { adopted: true });
  await registry.update('hello-main', { status: 'running', planFile: '/plans/1', namedPorts: { api: 8001 } });
  here.clock.set(2_000_000);
  const again = await registry.claim(identity('main'), { ...hello, profiles: ['debug'] });
  expect(again).toMatchObject({ profiles: ['debug'], adopted: true, status: 'running', planFile: '/plans/1', claimedAt: 1_000_000 });
  expect(await registry.find('hello-main')).toEqual({ ...again, updatedAt: 2_000_000 });
});

test('a canary and the revision that runs are known until said otherwise', async () => {
  const canary = { executionUuid: 'e7', share: 10, services: ['web'] };
  await registry.claim(identity('main'), hello);
  await registry.update('hello-main', { revision: 3, canary });
  await registry.update('hello-main', { status: 'running' });
  expect(await registry.find('hello-main')).toMatchObject({ status: 'running', revision: 3, canary });
  await registry.update('hello-main', { canary: null });
  expect(await registry.find('hello-main')).toMatchObject({ revision: 3 });
  expect((await registry.find('hello-main'))?.canary).toBeUndefined();
});

test('another checkout cannot have the name, and hears of both folders and the way out', async () => {
  await registry.claim(identity('main'), hello);
  const second = registry.claim({ ...identity('main'), directory: '/home/me/hello' }, { ...hello, directory: '/home/me/hello' });
  await expect(second).rejects.toMatchObject({
    code: 'instance-claimed',
    exit: 3,
    message: expect.stringMatching(/\/srv\/hello.*\/home\/me\/hello/),
    hint: expect.stringContaining('--name'),
  });
});

test('of two checkouts that claim at once, one gets the name', async () => {
  const folders = ['/srv/one', '/srv/two'];
  const claims = folders.map((directory) => registry.claim({ ...identity('main'), directory }, { ...hello, directory }));
  expect((await Promise.allSettled(claims)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('two instances whose names run together into one Compose name are told apart', async () => {
  await registry.claim({ project: 'a', instance: 'b-c', composeName: 'a-b-c', directory: '/srv/a' }, hello);
  const other = registry.claim({ project: 'a-b', instance: 'c', composeName: 'a-b-c', directory: '/srv/a' }, hello);
  await expect(other).rejects.toMatchObject({ code: 'instance-claimed' });
});

test('fresh names are readable and nobody’s, however many ask at once', async () => {
  const fresh = await Promise.all(Array.from({ length: 200 }, () => registry.claimFresh(hello, systemIds)));
  expect(new Set(fresh.map(({ composeName }) => composeName)).size).toBe(200);
  for (const { instance, composeName } of fresh) {
    expect(instance).toMatch(/^[a-z]+-[a-z]+$/);
    expect(composeName).toBe(`hello-${instance}`);
  }
});

test('a fresh copy of a project with a long name is called as any other copy would be', async () => {
  const name = 'a'.repeat(70);
  const { instance, composeName } = await registry.claimFresh({ ...hello, name }, systemIds);
  expect(composeName).toHaveLength(63);
  expect(composeName).toBe(composeNameOf(name, instance));
});

test('once the plain names are used up, a number makes a fresh one', async () => {
  const always = { ...systemIds, below: (limit: number) => (limit === 10_000 ? 42 : 0) };
  const first = await registry.claimFresh(hello, always);
  const second = await registry.claimFresh(hello, always);
  expect(second.instance).toBe(`${first.instance}-42`);
});

test('a list may be of one project, or of one folder', async () => {
  await registry.claim(identity('main'), hello);
  await registry.claim({ project: 'shop', instance: 'main', composeName: 'shop-main', directory: '/srv/shop' }, { ...hello, name: 'shop' });
  expect(await composeNames()).toEqual(['hello-main', 'shop-main']);
  expect(await composeNames({ project: 'shop' })).toEqual(['shop-main']);
  expect(await composeNames({ directory: '/srv/hello' })).toEqual(['hello-main']);
});

test('who is forgotten is not found, and does not come back by an update', async () => {
  await registry.claim(identity('main'), hello);
  await registry.forget('hello-main');
  await registry.update('hello-main', { status: 'failed' });
  expect(await registry.find('hello-main')).toBeUndefined();
});

async function composeNames(choice?: { project?: string; directory?: string }): Promise<string[]> {
  return (await registry.list(choice)).map(({ composeName }) => composeName);
}

function identity(instance: string) {
  return { project: 'hello', instance, composeName: `hello-${instance}`, directory: '/srv/hello' };
}
