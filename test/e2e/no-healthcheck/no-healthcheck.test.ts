import { expect } from 'vitest';
import { containersOf, docker } from '../support/outside.ts';
import { test } from '../support/workplace.ts';

test('without any healthcheck an instance is verified within a second of its listening', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));

  const { exit, record } = await at.up(project.directory, '--name', 'slow');

  expect(exit).toBe(0);
  expect(record.probes).toContainEqual(expect.objectContaining({ service: 'web', kind: 'tcp', outcome: 'passed' }));
  const { web = '' } = await containersOf(`${project.name}-slow`);
  const [written = ''] = (await docker(['logs', '--timestamps', web])).split(' listening');
  const lateMs = Date.parse(record.timestamp) - Date.parse(written);
  expect(lateMs).toBeGreaterThanOrEqual(-50);
  expect(lateMs).toBeLessThan(1000);
  expect(record.metrics.startup_duration).toBeGreaterThanOrEqual(2);
});

test('a service that crashes again and again before it listens is never called verified', async ({ at }) => {
  const project = await at.project({
    'compose.yaml': `
services:
  api:
    image: node:24-alpine
    command: [node, -e, "setTimeout(() => process.exit(1), 20)"]
    restart: unless-stopped
    ports: ["5000:5000"]
`,
  });
  const { exit, record } = await at.up(project.directory, '--name', 'crashing', '--timeout', '20s');
  expect({ exit, error: record.error }).toEqual({ exit: 1, error: expect.stringContaining('crash loop: exited 5 times') });
});

test('a dependency that may be absent is left out with its profile', async ({ at }) => {
  const project = await at.project({
    'compose.yaml': `
services:
  web:
    image: busybox:1.37
    init: true
    command: httpd -f -p 80
    depends_on: { tracer: { condition: service_started, required: false } }
  tracer: { image: "busybox:1.37", command: sleep 60, init: true, profiles: [trace] }
`,
  });
  expect(await at.up(project.directory, '--name', 'without')).toMatchObject({ exit: 0 });
  expect(Object.keys(await containersOf(`${project.name}-without`))).toEqual(['web']);
  expect(await at.up(project.directory, '--name', 'with', '--profile', 'trace')).toMatchObject({ exit: 0 });
  expect(Object.keys(await containersOf(`${project.name}-with`)).toSorted()).toEqual(['tracer', 'web']);
});
