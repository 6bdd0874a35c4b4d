import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { test } from '../support/workplace.ts';
import { broken, improving } from './bench.ts';

const corpus = new URL('../../corpus/broken/host-and-port-in-two-variables/', import.meta.url);
const mend = 'touch srv/ok; echo The folder was empty.';

describe('an agent works until it holds', () => {
  test('the rules mend a host and a port: verified, with the diff and the notes, and nothing left', async ({ at }) => {
    const { project, git, notes, copies, unfinished } = await improving(at, corpus);

    const { exit, stdout, stderr } = await at.portside('improve', project.directory, '--agent', 'rules');

    expect(exit, stderr).toBe(0);
    expect(stdout).toMatch(/^\+.*DB_HOST.*mysql$/m);
    expect(stderr).toContain('done: every criterion holds');
    expect(stderr).toMatch(/git merge portside\/improve-[0-9a-f]{8}/);
    expect(await notes()).toMatch(/### What worked\n- 1: every criterion holds;/);
    expect(git('status', '--porcelain')).toBe('');
    expect(await copies()).toEqual([]);
    expect(await at.left()).toEqual([]);
    expect(unfinished()).toBe(false);
  });

  test('its branch is merged by git, and what comes up of it is verified', async ({ at }) => {
    const { project, git, improve, copies } = await improving(at);
    const { exit, record, stderr } = await improve(mend);
    expect(exit, stderr).toBe(0);
    expect(existsSync(join(project.directory, 'srv/ok'))).toBe(false);
    git('merge', '--quiet', '--ff-only', record?.improvement?.branch ?? '');
    const up = await at.up(project.directory, '--name', 'demo');
    expect(up.exit, up.stderr).toBe(0);
    expect(await at.portside('down', 'demo', '--volumes')).toMatchObject({ exit: 0 });
    expect(await copies()).toEqual([]);
  });

  test('--merge does that itself, and leaves alone what stands in the way', async ({ at }) => {
    const { project, git, improve } = await improving(at);
    await project.write('srv/ok', 'mine');
    const hindered = await improve(mend, '--merge');
    expect(hindered.exit, hindered.stderr).toBe(0);
    expect(hindered.record?.improvement).toMatchObject({ merged: false });
    expect(await readFile(join(project.directory, 'srv/ok'), 'utf8')).toBe('mine');
    await rm(join(project.directory, 'srv/ok'));
    git('branch', '--quiet', '-D', hindered.record?.improvement?.branch ?? '');
    const merged = await improve(mend, '--merge');
    expect(merged.record?.improvement).toMatchObject({ merged: true });
    expect(git('log', '-1', '--format=%s')).toBe('The folder was empty.');
  });

  test('a user’s branch called portside is in no way', async ({ at }) => {
    const { git, improve } = await improving(at);
    git('branch', 'portside');
    const { exit, record, stderr } = await improve(mend);
    expect(exit, stderr).toBe(0);
    expect(record?.improvement?.branch).toMatch(/^portside-improve-[0-9a-f]{8}$/);
  });
});

describe('what an agent says does not count', () => {
  test('one that only says that it is done: failed, stagnated', async ({ at }) => {
    const { improve, git, copies, notes } = await improving(at);
    const { exit, record } = await improve('echo All done, every test passes.');
    expect(exit).toBe(1);
    expect(record?.improvement).toMatchObject({ status: 'failed', reason: 'stagnated', merged: false, iterations: [{}, {}, {}] });
    expect(record?.improvement?.branch).toBeUndefined();
    expect(git('branch')).toBe('* main');
    expect(await notes()).toContain('failed, stagnated: 3 tries in a row changed nothing');
    expect(await copies()).toEqual([]);
    expect(await at.left()).toEqual([]);
  });

  test.for([
    ['privileges', `sed -i 's/init: true/privileged: true/' compose.yaml`],
    ['the engine’s socket', `sed -i 's#"./srv:/srv:ro"#"./srv:/srv:ro", "/var/run/docker.sock:/s"#' compose.yaml`],
    ['a folder of the host', `sed -i 's#./srv:#/etc:#' compose.yaml`],
    ['no service at all', `printf 'services: {other: {image: "busybox:1.37", command: sleep 9}}' > compose.yaml`],
  ])('%s: refused', async ([, script], { at }) => {
    const { improve, git, copies } = await improving(at);
    const { exit, record } = await improve(`touch srv/ok; ${script ?? ''}`, '--limit', '1');
    expect(exit).toBe(1);
    expect(record?.improvement?.iterations).toMatchObject([{ verdict: 'reverted' }]);
    expect(git('branch')).toBe('* main');
    expect(await copies()).toEqual([]);
  });
});

describe('before anything starts', () => {
  test('no repository: how to make one; with --init it is made, without the secrets', async ({ at }) => {
    const project = await at.project({ 'compose.yaml': broken, 'srv/here': '', '.env': 'PASSWORD=hunter2' });
    at.environment = { HOME: at.folder };
    const argv = ['improve', project.directory, '--agent', 'command'];
    expect(await at.portside(...argv, '--', 'true')).toMatchObject({ exit: 2, stderr: expect.stringContaining('portside improve --init') });
    expect(existsSync(join(project.directory, '.git'))).toBe(false);
    const { exit, stderr } = await at.portside(...argv, '--init', '--', 'sh', '-c', mend);
    expect(exit, stderr).toBe(0);
  });

  test('an agent that nobody knows, and one that is not here: what to type', async ({ at }) => {
    const { project, unfinished } = await improving(at);
    const unknown = await at.portside('improve', project.directory, '--agent', 'cluade');
    expect(unknown).toMatchObject({ exit: 2, stderr: expect.stringContaining('claude') });
    at.environment = { ...at.environment, PATH: '/usr/bin:/bin' };
    const missing = await at.portside('improve', project.directory, '--agent', 'aider');
    expect(missing).toMatchObject({ exit: 2, stderr: expect.stringMatching(/aider[\s\S]*install/) });
    expect(unfinished()).toBe(false);
  });

  test('what is changed is left alone; with --include-dirty it is where it begins', async ({ at }) => {
    const { project, improve, git } = await improving(at);
    await writeFile(join(project.directory, 'srv/ok'), '');
    await project.edit('init: true', 'init: false');
    const without = await improve('true', '--limit', '1');
    expect(without.exit).toBe(1);
    const { exit, record, stderr } = await improve('false', '--include-dirty');
    expect(exit, stderr).toBe(0);
    expect(record?.improvement).toMatchObject({ reason: 'success', iterations: [] });
    expect(git('status', '--porcelain', '--untracked-files=all').split('\n')).toHaveLength(2);
  });

  test('two of one project: the second says so, and touches nothing', async ({ at }) => {
    const { improve, begin } = await improving(at);
    const first = begin('sleep 60');
    await first.heard((event) => (event.event as string) === 'iteration');
    expect(await improve(mend)).toMatchObject({ exit: 5 });
    first.kill('SIGINT');
    expect((await first.ended).exit).toBe(130);
  });
});
