import { describe, expect } from 'vitest';
import { containersOf, docker, lines } from '../support/outside.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

const migrating = String.raw`printf "INCR migrations\\r\\nQUIT\\r\\n" | nc db 6379`;

const migrations = async (at: Workplace) => (await at.portside('exec', 'live', 'db', '--', 'redis-cli', 'get', 'migrations')).stdout.trim();

/** What tells that a container was never even stopped. */
const lifeOf = (id: string) => docker(['inspect', '--format', '{{.Id}} {{.State.StartedAt}} {{.State.Running}}', id]);

const oneOffsOf = (name: string) =>
  lines([
    'ps',
    '--all',
    '--quiet',
    '--filter',
    `label=com.docker.compose.project=${name}-live`,
    '--filter',
    'label=com.docker.compose.oneoff=True',
  ]);

describe('a command of x-portside.before', () => {
  test('runs once for each new version, with what its service has, and not where nothing changed', async ({ at }) => {
    const project = await at.project(source);
    const { exit, stderr } = await at.up(project.directory, '--name', 'live');
    expect(exit, stderr).toBe(0);
    expect(await migrations(at)).toBe('1');
    expect((await at.portside('exec', 'live', 'web', '--', 'cat', '/shared/greeting')).stdout).toBe('ahoy\n');

    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    expect(await migrations(at)).toBe('1');

    await project.write('.env', 'VERSION=two\n');
    const { stdout } = await at.portside('up', project.directory, '--name', 'live', '--dry-run');
    expect(stdout).toContain('before web once db is healthy');
    expect((await at.up(project.directory, '--name', 'live', '--only', 'db', '--settle', '1s')).exit).toBe(0);
    expect(await migrations(at)).toBe('1');
    const second = await at.up(project.directory, '--name', 'live', '--settle', '1s');
    expect(second.exit, second.stderr).toBe(0);
    expect(await migrations(at)).toBe('2');
    expect(await (await fetch(second.record.deployment.endpoints[0]?.url ?? '')).text()).toBe('two\n');
    expect(await oneOffsOf(project.name)).toEqual([]);
  });

  test('that fails stops the deployment: the old version runs on, the very same, and the diagnosis has the command', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const { web = '' } = await containersOf(`${project.name}-live`);
    const before = await lifeOf(web);
    await project.edit(migrating, 'echo applying 0002_add_ships; echo no such table: ships; exit 7');
    await project.write('.env', 'VERSION=two\n');

    const { exit, record } = await at.up(project.directory, '--name', 'live');

    expect(exit).toBe(1);
    expect(record.error).toMatch(/^web: `sh -c .*`, which x-portside\.before has run first, ended with exit code 7$/s);
    expect(record.failure).toMatchObject({ service: 'web', exit_code: 7, undo_problems: [] });
    expect(record.failure?.logs).toEqual(['applying 0002_add_ships', 'no such table: ships']);
    expect(record.diagnosis).toMatchObject({ cause: 'migration-failed', service: 'web' });
    expect(record.diagnosis?.summary).toContain('exit code 7: no such table: ships');
    expect(await lifeOf(web)).toBe(before);
    expect(Object.values(await containersOf(`${project.name}-live`))).toHaveLength(2);
    expect(await migrations(at)).toBe('1');
    const [view] = await at.ps();
    expect(await (await fetch(view?.endpoints[0]?.url ?? '')).text()).toBe('one\n');
  });

  test('on a first up it fails before its service starts, and nothing is left', async ({ at }) => {
    const project = await at.project(source);
    await project.edit(migrating, 'exit 7');
    const { exit } = await at.up(project.directory, '--name', 'live');
    expect(exit).toBe(1);
    expect(await at.left()).toEqual([]);
  });

  test('that takes longer than --timeout is ended', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const { web = '' } = await containersOf(`${project.name}-live`);
    const before = await lifeOf(web);
    await project.edit(migrating, 'echo waiting; sleep 600');
    await project.write('.env', 'VERSION=two\n');
    const { exit, record } = await at.up(project.directory, '--name', 'live', '--timeout', '3s');
    expect(exit).toBe(1);
    expect(record.error).toContain('took longer than 3 s');
    expect(await lifeOf(web)).toBe(before);
    expect(await oneOffsOf(project.name)).toEqual([]);
  });

  test('whose Portside is killed leaves no container either', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const { web = '' } = await containersOf(`${project.name}-live`);
    const before = await lifeOf(web);
    await project.edit(migrating, 'echo migrating; sleep 600');
    await project.write('.env', 'VERSION=two\n');
    const up = at.begin('up', project.directory, '--name', 'live');
    await up.heard((event) => event.event === 'output' && event.line === 'migrating');
    up.kill('SIGKILL');
    await up.ended;

    expect(await at.portside('doctor', '--fix', '--yes')).toMatchObject({ exit: 0 });

    expect(await oneOffsOf(project.name)).toEqual([]);
    expect(Object.keys(await containersOf(`${project.name}-live`)).toSorted()).toEqual(['db', 'web']);
    expect(await lifeOf(web)).toBe(before);
  });
});
