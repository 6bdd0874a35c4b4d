import { expect } from 'vitest';
import { containersOf } from '../support/outside.ts';
import { leasedPorts } from '../support/state.ts';
import { type Workplace, test as withWorkplace } from '../support/workplace.ts';
import type { Project } from '../support/project.ts';

interface Running {
  project: Project;
  containers: () => Promise<Record<string, string>>;
  answer: () => Promise<string>;
  up: () => ReturnType<Workplace['up']>;
}

const test = withWorkplace.extend<{ running: Running }>({
  running: async ({ at }, use) => {
    const project = await at.project(new URL('.', import.meta.url));
    const up = () => at.up(project.directory, '--name', 'demo');
    const { exit, record, stderr } = await up();
    expect(exit, stderr).toBe(0);
    const url = `http://127.0.0.1:${record.deployment.api_port}/`;
    await use({ project, up, containers: () => containersOf(`${project.name}-demo`), answer: async () => (await fetch(url)).text() });
  },
});

test('a changed value replaces the container of that service alone', async ({ running: { project, containers, answer, up } }) => {
  const before = await containers();
  await project.edit('GREETING: hello', 'GREETING: good evening');
  const { exit, stderr } = await up();
  expect(exit, stderr).toBe(0);
  const { web, ...others } = await containers();
  expect(web).not.toBe(before['web']);
  expect(others).toEqual({ worker: before['worker'], extra: before['extra'] });
  expect(await answer()).toBe('good evening\n');
});

test('a service that the file no longer names goes away', async ({ running: { project, containers, up } }) => {
  const before = await containers();
  await project.edit('  extra:\n    image: busybox:1.37\n    init: true\n    command: sleep 600\n', '');
  const { exit, stderr } = await up();
  expect(exit, stderr).toBe(0);
  expect(await containers()).toEqual({ web: before['web'], worker: before['worker'] });
});

test('a change that fails is undone: the old version runs and answers', async ({ at, running: { project, containers, answer, up } }) => {
  const before = await containers();
  const leases = leasedPorts(at.home);
  await project.edit('exec httpd -f -p 8080 -h /www', 'echo broken build; exit 4');
  const { exit, record } = await up();
  expect(exit).toBe(1);
  expect(record.error).toMatch(/^web: exited with code 4/);
  expect(record.failure).toMatchObject({ exit_code: 4, undo_problems: [] });
  const after = await containers();
  expect(after).toMatchObject({ worker: before['worker'], extra: before['extra'] });
  expect(await answer()).toBe('hello\n');
  expect(leasedPorts(at.home)).toEqual(leases);
  expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running' }]);
  expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});
