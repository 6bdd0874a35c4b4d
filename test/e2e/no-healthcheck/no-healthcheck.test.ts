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
