import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { leasedPorts } from '../support/state.ts';
import { test } from '../support/workplace.ts';

const copies = 6;

test('copies that start at once all come up, each on a port of its own, and leave nothing', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const before = await readdir(project.directory);

  const started = await Promise.all(Array.from({ length: copies }, () => at.up(project.directory, '--new')));

  expect(started.map(({ exit }) => exit)).toEqual(Array(copies).fill(0));
  const deployments = started.map(({ record }) => record.deployment);
  const ports = deployments.map(({ api_port: port }) => port);
  expect(new Set(ports).size).toBe(copies);
  expect(ports.toSorted()).toEqual(leasedPorts(at.home));
  const answers = await Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/`)).text()));
  expect(answers).toEqual(deployments.map(({ instance_id: instance }) => `instance ${instance}\n`));

  expect(await at.portside('down', '--all', '--volumes', project.directory)).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
  expect(await readdir(project.directory)).toEqual(before);
});
