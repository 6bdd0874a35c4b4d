import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type Server, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { leasedPorts } from '../support/state.ts';
import { test as withWorkplace } from '../support/workplace.ts';

/** A program that has nothing to do with Portside and binds a port; it lets go at the test's end. */
const test = withWorkplace.extend<{ foreign: (port: number) => Promise<number> }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a fixture needs.
  foreign: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (port) => {
      const server = createServer().listen(port, '0.0.0.0');
      await once(server, 'listening');
      servers.push(server);
      const address = server.address();
      return typeof address === 'object' && address ? address.port : port;
    });
    for (const server of servers) server.close();
  },
});

const source = new URL('.', import.meta.url);

test('a port that a foreign program takes between lease and start: up on another one', async ({ at, foreign }) => {
  const project = await at.project(source);
  await mkdir(join(project.directory, 'go'));
  const up = at.begin('up', project.directory, '--name', 'second');
  await up.heard((event) => event.event === 'step' && event.step === 'start base' && event.state === 'end');
  const [leased = 0] = leasedPorts(at.home);
  await foreign(leased);
  await project.write('go/on', '');

  const end = await up.heard((event) => event.event === 'end');

  if (end.event !== 'end') throw new Error('no record');
  expect(end.record).toMatchObject({ metrics: { success: true }, deployment: { services_healthy: true } });
  const port = end.record.deployment.api_port;
  expect(port).not.toBe(leased);
  expect(leasedPorts(at.home)).toEqual([port]);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  expect(await up.ended).toMatchObject({ exit: 0 });
});

describe('a demanded port that is taken stops up, and says by whom', () => {
  const single = { 'compose.yaml': 'services: { web: { image: "busybox:1.37", init: true, command: httpd -f -p 8080, ports: ["8080"] } }' };

  test('a program', async ({ at, foreign }) => {
    const project = await at.project(single);
    const port = await foreign(0);
    const { exit, record, stderr } = await at.up(project.directory, '--port', `web=${port}`);
    expect(exit).toBe(3);
    expect(record.error).toContain(`port ${port}`);
    expect(stderr).toMatch(new RegExp(`taken by \\S+ \\(pid ${process.pid}\\)`));
    expect(await at.left()).toEqual([]);
  });

  test('another instance', async ({ at }) => {
    const project = await at.project(single);
    const first = await at.up(project.directory, '--name', 'first');
    const before = await at.left();
    const [port] = leasedPorts(at.home);
    const second = await at.up(project.directory, '--name', 'second', '--port', `web=${port}`);
    expect({ first: first.exit, second: second.exit }).toEqual({ first: 0, second: 3 });
    expect(second.stderr).toContain(`taken by instance ${project.name}/first`);
    expect(await at.left()).toEqual(before);
  });

  test('a container that is not ours', async ({ at }) => {
    const project = await at.project(single);
    const other = await at.project(single);
    const first = await at.up(other.directory, '--name', 'first');
    const [port] = leasedPorts(at.home);
    at.environment = { PORTSIDE_HOME: join(at.folder, 'another-user') };
    const second = await at.up(project.directory, '--port', `web=${port}`);
    expect({ first: first.exit, second: second.exit }).toEqual({ first: 0, second: 3 });
    expect(second.stderr).toContain(`taken by container ${other.name}-first-web-1`);
  });
});
