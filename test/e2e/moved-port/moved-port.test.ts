import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { leasedPorts } from '../support/state.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

test('a demanded port is moved to, and the one before is free again', async ({ at }) => {
  const running = await runInstance(at, source);
  const { exit, record, stderr } = await running.up('--port', 'api=18760', '--settle', '0s');
  expect(exit, stderr).toBe(0);
  expect(record.deployment.api_port).toBe(18760);
  expect(await (await fetch('http://127.0.0.1:18760/')).text()).toBe('one\n');
  await expect(fetch(`http://127.0.0.1:${running.port}/`)).rejects.toThrow('fetch failed');
  expect(leasedPorts(at.home)).toEqual([18760]);
});

test('where that fails, the port before is kept, and answers', async ({ at }) => {
  const running = await runInstance(at, source);
  await running.project.edit('exec httpd -f -p 8080 -h /www', 'echo lost the way; exit 4');
  const { exit, stderr } = await running.up('--port', 'api=18761', '--settle', '0s');
  expect(exit, stderr).toBe(1);
  expect(await running.answer()).toBe('one\n');
  expect(await at.left()).toEqual(running.before);
  expect(await at.ps()).toMatchObject([{ instance: 'demo', named_ports: { api: running.port } }]);
});

test('a demanded port that somebody else has stops it before anything is touched', async ({ at }) => {
  const running = await runInstance(at, source);
  const before = await running.containers();
  const server = createServer().listen(18762, '0.0.0.0');
  await once(server, 'listening');
  const { exit, stderr } = await at.portside('up', running.project.directory, '--name', 'demo', '--port', 'api=18762');
  server.close();
  expect(exit, stderr).toBe(3);
  expect(stderr).toContain('18762');
  expect(await running.containers()).toEqual(before);
  expect(await at.left()).toEqual(running.before);
});
