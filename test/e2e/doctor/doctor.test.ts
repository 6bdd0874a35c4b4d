import { createServer } from 'node:net';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { DoctorReport } from '../../../src/contract/doctor.ts';
import { containersOf, docker, lines } from '../support/outside.ts';
import { leasedPorts } from '../support/state.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

async function doctor(at: Workplace, ...flags: string[]): Promise<DoctorReport & { exitCode: number }> {
  const { exit, stdout, stderr } = await at.portside('doctor', '--json', ...flags);
  if (!stdout.startsWith('{')) throw new Error(`no report, exit ${exit}: ${stderr}`);
  return { ...(JSON.parse(stdout) as DoctorReport), exitCode: exit };
}

function linesOf({ lines: all }: DoctorReport, look: string): DoctorReport['lines'] {
  return all.filter((line) => line.look === look);
}

describe('what a killed `portside up` left', () => {
  test('is named, undone by --fix, and then nothing is left', async ({ at }) => {
    const project = await at.project(source);
    const up = at.begin('up', project.directory, '--name', 'doomed');
    await up.heard((event) => event.event === 'step' && event.step === 'start quick' && event.state === 'end');
    up.kill('SIGKILL');
    await up.ended;

    const before = await doctor(at);
    expect(before.exitCode).toBe(1);
    expect(linesOf(before, 'unfinished')).toMatchObject([
      { level: 'error', message: expect.stringContaining(`${project.name}-doomed`), fixes: [expect.any(String)] },
    ]);
    expect(await at.left()).not.toEqual([]);

    const after = await doctor(at, '--fix', '--yes');
    expect(after, JSON.stringify(after.done)).toMatchObject({
      exitCode: 0,
      done: [{ fix: `undo what the killed \`up\` of ${project.name}-doomed left` }],
    });
    expect(linesOf(after, 'unfinished')).toMatchObject([{ level: 'ok' }]);
    expect(await at.left()).toEqual([]);
  });

  test('in mid-update is taken back to what ran before', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'serving')).exit).toBe(0);
    await project.edit('sleep 600', 'sleep 700');
    const update = at.begin('up', project.directory, '--name', 'serving');
    await update.heard((event) => event.event === 'stage' && event.stage === 'apply');
    await update.heard((event) => event.event === 'step' && event.state === 'begin');
    update.kill('SIGKILL');
    await update.ended;

    expect(await doctor(at, '--fix', '--yes')).toMatchObject({ exitCode: 0 });

    expect(await at.ps()).toMatchObject([{ instance: 'serving', state: 'running' }]);
    const { slow = '' } = await containersOf(`${project.name}-serving`);
    expect(await docker(['inspect', '--format', '{{.Config.Cmd}}', slow])).toContain('sleep 600');
  });
});

test('an instance whose containers somebody removed gives its ports back, and keeps its volumes', async ({ at }) => {
  const project = await at.project(source);
  expect((await at.up(project.directory, '--name', 'emptied')).exit).toBe(0);
  const composeName = `${project.name}-emptied`;
  await docker(['rm', '--force', ...Object.values(await containersOf(composeName))]);

  const before = await doctor(at);
  expect(before.exitCode).toBe(0);
  expect(linesOf(before, 'instances')).toMatchObject([
    {
      level: 'warning',
      message: expect.stringContaining(`${project.name}/emptied`),
      cost: expect.stringContaining(String(leasedPorts(at.home)[0])),
    },
  ]);

  expect(await doctor(at, '--fix', '--yes')).toMatchObject({ exitCode: 0, done: [{ fix: expect.stringContaining('take') }] });
  expect(leasedPorts(at.home)).toEqual([]);
  expect(await at.left()).toEqual([`volume ${composeName}_data`, `instance ${composeName}`]);
});

test('a container under the temporary name that a killed Compose gave is removed beside its sibling; one that runs is only named', async ({
  at,
}) => {
  const project = await at.project({ 'compose.yaml': 'services: { web: { image: "busybox:1.37", command: [sleep, "600"], init: true } }' });
  const labels = ['project', 'service'].flatMap((name) => [
    '--label',
    `com.docker.compose.${name}=${name === 'project' ? project.name : 'web'}`,
  ]);
  const create = (verb: string, name: string) =>
    docker([verb, ...(verb === 'run' ? ['--detach', '--init'] : []), '--name', name, ...labels, 'busybox:1.37', 'sleep', '600']);
  await create('run', `${project.name}-web-1`);
  await create('create', `0123456789ab_${project.name}-web-1`);
  await create('run', `ba9876543210_${project.name}-web-1`);

  const before = await doctor(at);
  expect(linesOf(before, 'hash-named').filter(({ message }) => message.includes(project.name))).toMatchObject([
    { level: 'warning' },
    { level: 'warning' },
  ]);
  const after = await doctor(at, '--fix', '--yes');

  expect(after.done).toEqual([{ fix: `remove container 0123456789ab_${project.name}-web-1` }]);
  const names = await lines(['ps', '--all', '--filter', `label=com.docker.compose.project=${project.name}`, '--format', '{{.Names}}']);
  expect(names.toSorted()).toEqual([`ba9876543210_${project.name}-web-1`, `${project.name}-web-1`].toSorted());
});

test('one whose sibling is gone gets its name back', async ({ at }) => {
  const project = await at.project({ 'compose.yaml': 'services: {}' });
  const labels = ['--label', `com.docker.compose.project=${project.name}`, '--label', 'com.docker.compose.service=web'];
  await docker(['create', '--name', `0123456789ab_${project.name}-web-1`, ...labels, 'busybox:1.37', 'true']);
  expect(await doctor(at, '--fix', '--yes')).toMatchObject({ done: [{ fix: expect.stringContaining('its name') }] });
  expect(await lines(['ps', '--all', '--filter', `label=com.docker.compose.project=${project.name}`, '--format', '{{.Names}}'])).toEqual([
    `${project.name}-web-1`,
  ]);
});

test('an instance of another PORTSIDE_HOME is none of its business', async ({ at }) => {
  const project = await at.project(source);
  expect((await at.up(project.directory, '--name', 'theirs')).exit).toBe(0);
  const there = await containersOf(`${project.name}-theirs`);
  at.environment['PORTSIDE_HOME'] = join(at.folder, 'another-home');

  const report = await doctor(at, '--fix', '--yes');

  expect(linesOf(report, 'orphans').filter(({ message }) => message.includes(`${project.name}/theirs`))).toMatchObject([{ level: 'note' }]);
  expect(await containersOf(`${project.name}-theirs`)).toEqual(there);
  delete at.environment['PORTSIDE_HOME'];
  expect(await at.ps()).toMatchObject([{ state: 'running' }]);
});

test('half-written files and plans that nobody knows are removed; young ones are left to who writes them', async ({ at }) => {
  const folder = join(at.home, 'instances', 'forgotten-main');
  await mkdir(folder, { recursive: true });
  await mkdir(join(at.home, 'records'));
  const [old, young, plan] = [
    join(at.home, 'records', 'a.json.2384710239'),
    join(at.home, 'records', 'b.json.2384710240'),
    join(folder, 'up-1.json'),
  ];
  for (const file of [old, young, plan]) await writeFile(file, '{}');
  for (const file of [old, plan]) await utimes(file, 1_700_000_000, 1_700_000_000);

  const { done } = await doctor(at, '--fix', '--yes');

  expect(done).toEqual([{ fix: `remove ${old}` }, { fix: `remove ${folder}` }]);
});

test('an engine that is not there: exit 4, and everything else is told', async ({ at }) => {
  at.environment['DOCKER_HOST'] = `unix://${at.folder}/dead.sock`;
  const report = await doctor(at);
  expect(report.exitCode).toBe(4);
  expect(linesOf(report, 'answers')[0]).toMatchObject({
    level: 'error',
    message: expect.stringContaining('DOCKER_HOST'),
    repair: expect.stringContaining('unset DOCKER_HOST'),
  });
  for (const look of ['compose', 'memory', 'open-files', 'home', 'database', 'unfinished', 'locks', 'files'])
    expect(linesOf(report, look), look).not.toEqual([]);
});

test('an engine that takes the question and never answers holds nobody for longer than five seconds', async ({ at }) => {
  const socket = join(at.folder, 'mute.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  at.environment['DOCKER_HOST'] = `unix://${socket}`;
  const begun = performance.now();
  const report = await doctor(at);
  expect(performance.now() - begun).toBeLessThan(8000);
  expect(report.exitCode).toBe(4);
  expect(linesOf(report, 'database')).toMatchObject([{ level: 'ok' }]);
  server.close();
});

test('a database that is damaged is told, and does not end the rest', async ({ at }) => {
  await mkdir(at.home, { recursive: true });
  await writeFile(join(at.home, 'portside.db'), 'this is no database, though it is long enough to be looked at as one'.repeat(20));
  const report = await doctor(at);
  expect(report.exitCode).toBe(1);
  expect(report.lines.filter(({ level }) => level === 'error')).toMatchObject([{ look: 'database' }]);
  expect(linesOf(report, 'answers')).toContainEqual(expect.objectContaining({ level: 'ok' }));
});

test('nobody can be asked: --fix alone does nothing', async ({ at }) => {
  expect(await at.portside('doctor', '--fix')).toMatchObject({ exit: 2, stderr: expect.stringContaining('--yes') });
});
