import { once } from 'node:events';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { docker } from '../support/outside.ts';
import { type Running, runInstance } from '../support/running.ts';
import { sightingsOf } from '../support/sightings.ts';
import { ask, sendTraffic } from '../support/traffic.ts';
import { test as withWorkplace } from '../support/workplace.ts';

const test = withWorkplace.extend<{ running: Running }>({
  running: async ({ at }, use) => use(await runInstance(at, new URL('.', import.meta.url))),
});

const web = ({ composeName }: Running) => sightingsOf('web', composeName);

test('a rolling replacement loses no request', async ({ at, running }) => {
  const [before] = await web(running);
  const traffic = sendTraffic(`http://127.0.0.1:${running.port}/`);
  await traffic.more(20);

  const { record } = await running.change(['VERSION: one', 'VERSION: two'], '--settle', '1s');
  await traffic.more(20);
  await traffic.stop();

  expect(traffic.failures).toEqual([]);
  expect([...traffic.answers.keys()]).toEqual(['one', 'two']);
  const after = await web(running);
  expect(after).toHaveLength(1);
  expect(after[0]?.id).not.toBe(before?.id);
  expect(record.deployment.api_port).toBe(running.port);
  expect(record.replaced).toMatchObject([{ service: 'web', strategy: 'rolling', old: [before?.id] }]);
  expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});

test('a new version that fails its probe meets nobody, and the old one was never stopped', async ({ at, running }) => {
  const before = await web(running);
  await running.project.edit('VERSION: one', 'VERSION: two');
  await running.project.edit('MODE: well', 'MODE: bad');
  const traffic = sendTraffic(`http://127.0.0.1:${running.port}/`);

  const { exit, record, stderr } = await running.up('--timeout', '6s');
  await traffic.more(20);
  await traffic.stop();

  expect(exit, stderr).toBe(1);
  expect(record.error).toMatch(/^web: .*500/);
  expect(record.failure).toMatchObject({ undo_problems: [] });
  expect(traffic.failures).toEqual([]);
  expect([...traffic.answers.keys()]).toEqual(['one']);
  expect(await web(running)).toEqual(before);
  expect(await at.left()).toEqual(running.before);
});

test('one that turns bad while it is watched is switched away from, and no WebSocket was closed for it', async ({ at, running }) => {
  const before = await web(running);
  const socket = await openSocket(running);
  await running.project.edit('VERSION: one', 'VERSION: two');
  await running.project.edit('MODE: well', 'MODE: turning');

  const { exit, record, stderr } = await running.up('--settle', '8s');

  expect(exit, stderr).toBe(1);
  expect(record.failure).toMatchObject({ undo_problems: [] });
  expect(await running.answer()).toBe('one');
  expect(await web(running)).toEqual(before);
  expect(await socket.said()).toBe('one');
  socket.close();
  expect(await at.left()).toEqual(running.before);
});

test('what is under way ends on the old version; a WebSocket has until --drain, and is told that it goes away', async ({ running }) => {
  const socket = await openSocket(running);
  const slow = ask(`http://127.0.0.1:${running.port}/slow`);
  await running.project.edit('VERSION: one', 'VERSION: two');

  const startedAt = Date.now();
  const up = running.up('--settle', '0s', '--drain', '6s').then((ended) => ({ ...ended, endedAt: Date.now() }));

  expect(await slow).toBe('one');
  expect(await socket.said()).toBe('one');
  expect(await socket.closed).toBe(1001);
  const { exit, stderr, endedAt } = await up;
  expect(exit, stderr).toBe(0);
  expect(endedAt - startedAt).toBeGreaterThan(6000);
  expect(await running.answer()).toBe('two');
  expect(await web(running)).toHaveLength(1);
});

test('the edge comes back with what it knew after a restart', async ({ running }) => {
  await running.change(['VERSION: one', 'VERSION: two'], '--settle', '0s', '--drain', '1s');
  const edges = await sightingsOf('portside-edge', running.composeName);
  expect(edges).toHaveLength(1);
  await docker(['restart', '--time', '5', edges[0]?.id ?? '']);
  await expect.poll(() => running.answer().catch(String), { timeout: 10_000 }).toBe('two');
});

interface Socket {
  /** What it says when it is asked. */
  said(): Promise<string>;
  /** The code that it is closed with. */
  closed: Promise<number>;
  close(): void;
}

async function openSocket({ port }: Running): Promise<Socket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'message');
  return {
    closed,
    async said() {
      const answer = once(socket, 'message');
      socket.send('who is it?');
      return String((await answer)[0]);
    },
    close: () => socket.terminate(),
  };
}
