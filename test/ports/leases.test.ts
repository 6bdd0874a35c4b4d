import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PortRequest } from '../../src/deploy/model/port.ts';
import { instances } from '../../src/ledger/instances.ts';
import { migrations } from '../../src/ledger/schema.ts';
import { leases } from '../../src/ports/leases.ts';
import type { Leases } from '../../src/ports/leases.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import type { Database } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import type { Net } from '../../src/system/net.ts';

let folder: string;
let database: Database;
let ports: Leases;
/** Ports that foreign programs have bound. */
let bound: Set<number>;
let looks: number[];
let now: number;
let look: (port: number) => boolean;

const here = { local: true };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-leases-'));
  database = openDatabase(join(folder, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  bound = new Set();
  looks = [];
  now = 1000;
  look = (port) => (looks.push(port), !bound.has(port));
  const net: Net = {
    isBindable: async (port) => look(port),
    holderOf: async () => ({ program: 'python3', pid: 812 }),
    ephemeralRange: async () => ({ from: 32_768, to: 60_999 }),
  };
  ports = leases(database, net, { ...systemClock, now: () => now, sleep: async () => {} });
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

test('instances that ask for one port get one each', async () => {
  const taken = await Promise.all(['hello-a', 'hello-b', 'hello-c'].map((name) => take(name, [web()])));
  expect(taken.flat().toSorted()).toEqual([8001, 8002, 8003]);
});

test('an instance keeps its ports over restarts', async () => {
  await take('hello-a', [web()]);
  await take('hello-b', [web()]);
  await ports.release('hello-a');
  expect(await take('hello-b', [web()])).toEqual([8002]);
});

test('what a program or another container has is passed over', async () => {
  bound.add(8001);
  expect(await take('hello-a', [web()], [{ port: 8002, container: 'db-1' }])).toEqual([8003]);
  expect(await portsOf('hello-a')).toEqual([8003]);
});

test('what the engine refused is passed over', async () => {
  const got = await ports.take('hello-a', [web()], { ...here, published: [], avoid: [8001] });
  expect(got.map(({ port }) => port)).toEqual([8002]);
});

test('a port that the instance itself publishes is its own, and not looked at', async () => {
  await take('hello-a', [web()]);
  bound.add(8001);
  looks = [];
  expect(await take('hello-a', [web()], [{ port: 8001, container: 'web-1', composeName: 'hello-a' }])).toEqual([8001]);
  expect(looks).toEqual([]);
});

test('what is bound here says nothing of an engine on another machine', async () => {
  bound.add(8001);
  const [lease] = await ports.take('hello-a', [web({ demandedBy: '--port web=8001' })], { local: false, published: [] });
  expect(lease?.port).toBe(8001);
  expect(looks).toEqual([]);
  const refused = ports.take('hello-b', [web({ preferred: 9001, demandedBy: 'me' })], { local: false, published: [], avoid: [9001] });
  await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(/taken by some other program$/) });
});

test('an instance that stands still loses its port to a program that took it meanwhile', async () => {
  await take('hello-a', [web()]);
  bound.add(8001);
  expect(await take('hello-a', [web()])).toEqual([8002]);
});

test('the old ports stay leased until the new ones are final', async () => {
  const [old] = await ports.take('hello-a', [web()], { ...here, published: [] });
  const moved = await ports.take('hello-a', [web({ preferred: 9001 })], { ...here, published: [] });
  expect(await take('hello-b', [web()])).toEqual([8002]);
  expect(await portsOf('hello-a')).toEqual([8001, 9001]);
  await ports.releaseExcept('hello-a', moved);
  expect(await ports.of('hello-a')).toEqual(moved);
  expect(await take('hello-c', [web()])).toEqual([8001]);
  expect(old).toMatchObject({ port: 8001 });
});

test('TCP and UDP of a service hold one number together', async () => {
  const dns = { service: 'dns', target: 53, preferred: 5353, count: 1 };
  await take('hello-a', [
    { ...dns, protocol: 'tcp', index: 0 },
    { ...dns, protocol: 'udp', index: 1 },
  ]);
  expect(await portsOf('hello-a')).toEqual([5353, 5353]);
  expect(await take('hello-b', [web({ preferred: 5353 })])).toEqual([5354]);
});

test('every number of a block is held', async () => {
  await take('hello-a', [web({ count: 3 })]);
  expect(await take('hello-b', [web({ preferred: 8002 })])).toEqual([8004]);
});

test('peek says what take would, and holds nothing', async () => {
  bound.add(8001);
  const seen = await ports.peek('hello-a', [web()], { ...here, published: [] });
  expect(await ports.of('hello-a')).toEqual([]);
  expect(await ports.take('hello-a', [web()], { ...here, published: [] })).toEqual(seen);
});

test.each([
  { held: 'by an instance', who: 'instance hello/a', arrange: () => registered('hello', 'a') },
  { held: 'by a container', who: 'container db-1', arrange: async () => {} },
  { held: 'by a program', who: 'python3 (pid 812)', arrange: async () => void bound.add(8001) },
])('a demanded port that is taken $held stops, says by whom, and changes nothing', async ({ who, arrange }) => {
  await arrange();
  await take('hello-b', [web({ preferred: 9001 })]);
  const published = who.startsWith('container') ? [{ port: 8001, container: 'db-1' }] : [];
  const demand = take('hello-b', [web({ service: 'other', preferred: 9005 }), web({ demandedBy: '--port web=8001' })], published);
  await expect(demand).rejects.toMatchObject({ code: 'port-taken', exit: 3, message: expect.stringContaining(who) });
  expect(await portsOf('hello-b')).toEqual([9001]);
});

test('a full range stops, names it and its holders, and leaves nothing leased', async () => {
  await registered('hello', 'a');
  bound.add(8002);
  const request = web({ range: { from: 8001, to: 8003 } });
  await expect(take('hello-b', [request], [{ port: 8003, container: 'db-1' }])).rejects.toMatchObject({
    code: 'no-free-port',
    exit: 3,
    message: 'no free port in 8001-8003 for web:80: 1 held by instance hello/a, 1 by python3 (pid 812), 1 by container db-1',
  });
  expect(await portsOf('hello-b')).toEqual([]);
});

test('a look that breaks off leaves nothing leased that was not leased before', async () => {
  await take('hello-a', [web()]);
  look = () => {
    throw new RangeError('no descriptors left');
  };
  await expect(take('hello-a', [web({ preferred: 9001 })])).rejects.toThrow(RangeError);
  expect(await portsOf('hello-a')).toEqual([8001]);
});

test('a sweep drops what belonged to instances that are gone', async () => {
  await take('hello-gone', [web()]);
  await take('hello-alive', [web()]);
  now = 2000;
  await take('hello-starting', [web()]);
  expect(await ports.sweep(new Set(['hello-alive']), 1500)).toEqual(['hello-gone']);
  expect(await portsOf('hello-gone')).toEqual([]);
  expect([...(await portsOf('hello-alive')), ...(await portsOf('hello-starting'))]).toEqual([8002, 8003]);
});

async function take(composeName: string, requests: PortRequest[], published: Published[] = []): Promise<number[]> {
  const all = published.map((entry) => ({ protocol: 'tcp', ...entry }));
  return (await ports.take(composeName, requests, { ...here, published: all })).map(({ port }) => port);
}

interface Published {
  port: number;
  container: string;
  composeName?: string;
}

async function portsOf(composeName: string): Promise<number[]> {
  return (await ports.of(composeName)).map(({ port }) => port);
}

/** An instance that is registered and holds 8001. */
async function registered(project: string, instance: string): Promise<void> {
  const composeName = `${project}-${instance}`;
  const known = { name: project, directory: '/srv/hello', files: [], envFiles: [], profiles: [] };
  await instances(database, systemClock).claim({ project, instance, composeName, directory: '/srv/hello' }, known);
  await take(composeName, [web()]);
}

function web(request: Partial<PortRequest> = {}): PortRequest {
  return { service: 'web', target: 80, protocol: 'tcp', preferred: 8001, count: 1, index: 0, ...request };
}
