import { describe, expect } from 'vitest';
import { containersOf, docker } from '../support/outside.ts';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

const socket = 'unix:///run/podman/podman.sock';
const answer = await docker(['version', '--format', '{{.Server.Version}}'], socket).catch((error: unknown) => ({ problem: String(error) }));

if (typeof answer !== 'string') {
  // oxlint-disable-next-line no-console -- whoever reads the tests should know why.
  console.warn(`Podman is not tested: ${answer.problem}`);
  describe.skip('Podman', () => test('answers on its socket'));
} else {
  describe('on Podman', () => {
    test('a stack comes up in order, verified, and goes down without a trace', async ({ at }) => {
      at.engine = socket;
      at.environment = { DOCKER_HOST: socket };
      const project = await at.project(new URL('.', import.meta.url));

      const { exit, record, stderr } = await at.up(project.directory, '--name', 'demo');

      expect(exit, stderr).toBe(0);
      expect(Object.keys(await containersOf(`${project.name}-demo`, socket)).toSorted()).toEqual(['redis', 'web']);
      expect(await (await fetch(`http://127.0.0.1:${record.deployment.api_port}/`)).text()).toBe('ahoy\n');
      expect(await at.portside('down', 'demo', '--volumes')).toMatchObject({ exit: 0 });
      expect(await at.left()).toEqual([]);
    });

    test('what changed is replaced, and what fails is taken back', async ({ at }) => {
      at.engine = socket;
      at.environment = { DOCKER_HOST: socket };
      const running = await runInstance(at, new URL('.', import.meta.url));
      const [redis, old] = await running.containers();

      await running.change(['echo ahoy', 'echo farewell'], '--settle', '0s');

      expect(await running.answer()).toBe('farewell\n');
      const after = await running.containers();
      expect(after.map(({ service }) => service)).toEqual(['redis', 'web']);
      expect(after[0]).toEqual(redis);
      expect(after[1]?.id).not.toBe(old?.id);

      const before = await at.left();
      await running.project.edit('exec httpd -f -p 8080 -h /www', 'echo not today; exit 5');
      const { exit, record, stderr } = await running.up();

      expect(exit, stderr).toBe(1);
      expect(record.failure).toMatchObject({ service: 'web', exit_code: 5, undo_problems: [], old_version: { verified: true } });
      expect(await at.left()).toEqual(before);
      expect(await running.answer()).toBe('farewell\n');
      expect(await at.portside('down', 'demo', '--volumes')).toMatchObject({ exit: 0 });
      expect(await at.left()).toEqual([]);
    });

    test('a failing one is undone', async ({ at }) => {
      at.engine = socket;
      at.environment = { DOCKER_HOST: socket };
      const project = await at.project(new URL('.', import.meta.url));
      await project.edit('exec httpd -f -p 8080 -h /www', 'echo not today; exit 5');

      const { exit, record } = await at.up(project.directory, '--name', 'demo');

      expect({ exit, healthy: record.deployment.services_healthy }).toEqual({ exit: 1, healthy: false });
      expect(record.error).toMatch(/^web: exited with code 5/);
      expect(record.failure).toMatchObject({ service: 'web', exit_code: 5, undo_problems: [] });
      expect(record.failure?.logs.join('\n')).toContain('not today');
      expect(await at.left()).toEqual([]);
    });
  });
}
