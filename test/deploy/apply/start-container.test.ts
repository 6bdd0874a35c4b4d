import { expect, test } from 'vitest';
import { inlineFiles } from '../../../src/deploy/apply/inline-files.ts';
import { startContainer } from '../../../src/deploy/apply/start-container.ts';
import { stopContainer } from '../../../src/deploy/apply/stop-container.ts';
import type { ComposeFile, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { type Behaviour, createFakeEngine } from '../../../src/engine/fake.ts';
import { readTar } from '../../../src/engine/tar/read.ts';
import { systemClock } from '../../../src/system/clock.ts';

const contents = { secrets: { token: 's$ecret', ['in-file']: 'mounted' }, configs: { line: 'from a variable', none: '' } };

function fileWith(web: ComposeService): ComposeFile {
  return {
    name: 'shop',
    services: { web },
    secrets: { token: { environment: 'TOKEN' }, ['in-file']: { file: '/etc/x' }, gone: { environment: 'GONE' } },
    configs: { page: { content: 'costs 5$$\n' }, line: { environment: 'LINE' }, none: { environment: 'NONE' } },
  };
}

const pathsOf = (web: ComposeService) => inlineFiles(fileWith(web), 'web', contents);

test('secrets land in /run/secrets unless told otherwise, readable by all, as root’s', () => {
  const secrets = [{ source: 'token' }, { source: 'token', target: 'other' }, { source: 'token', target: '/etc/deep/key' }];
  expect(pathsOf({ secrets })).toEqual(
    ['/run/secrets/token', '/run/secrets/other', '/etc/deep/key'].map((path) => ({
      path,
      content: 's$ecret',
      mode: 0o444,
      uid: 0,
      gid: 0,
    })),
  );
});

test('configs land at the root, or where they are told to', () => {
  const configs = [{ source: 'page' }, { source: 'page', target: 'a/b' }, { source: 'line', target: '/etc/line' }, { source: 'none' }];
  expect(pathsOf({ configs }).map(({ path, content }) => ({ path, content }))).toEqual([
    { path: '/page', content: 'costs 5$\n' },
    { path: '/a/b', content: 'costs 5$\n' },
    { path: '/etc/line', content: 'from a variable' },
  ]);
});

test('mode and owner are as the file says, in either way of writing a mode', () => {
  const secrets = [
    { source: 'token', mode: 0o400, uid: '12', gid: '34' },
    { source: 'token', mode: '0440' },
  ];
  expect(pathsOf({ secrets })).toMatchObject([
    { mode: 0o400, uid: 12, gid: 34 },
    { mode: 0o440, uid: 0, gid: 0 },
  ]);
});

test('what is mounted is left to its mount, and a variable without a value is said', () => {
  expect(pathsOf({ secrets: [{ source: 'in-file' }] })).toEqual([]);
  expect(() => pathsOf({ secrets: [{ source: 'gone' }] })).toThrow('gone of web is to come from GONE, which is not set');
});

function container(behaviour: Behaviour = {}) {
  const calls: unknown[] = [];
  const exec: Behaviour['exec'] = (command, how) => {
    calls.push([command.join(' '), how]);
    return command[0] === 'fail' ? { exitCode: 3, output: 'so far\nno way\n' } : { exitCode: 0, output: '' };
  };
  const engine = createFakeEngine({ clock: systemClock });
  const id = engine.add({ composeName: 'shop', service: 'web', behaviour: { exec, ...behaviour } });
  return { engine, id, calls };
}

test('files are put in, then it starts, then its hooks run in their order', async () => {
  const { engine, id, calls } = container();
  const hook = { command: ['warm', '$$UP'], user: 'app', privileged: true, working_dir: '/srv', environment: { A: '5$$', B: null } };
  const file = fileWith({ secrets: [{ source: 'token' }], post_start: [hook, { command: ['tell'] }] });
  await startContainer(id, { service: 'web', file, contents }, engine);
  expect((await engine.inspectContainer(id))?.state).toBe('running');
  expect((await readTar(await engine.readArchive(id, '/run/secrets/token')))[0]?.content.toString()).toBe('s$ecret');
  const how = { user: 'app', privileged: true, workdir: '/srv', environment: { A: '5$' } };
  expect(calls).toEqual([
    ['warm $UP', how],
    ['tell', {}],
  ]);
  await startContainer(id, { service: 'web', file, contents }, engine);
  expect(calls).toHaveLength(2);
});

test('a hook that fails ends the start with its last line; the next ones do not run', async () => {
  const { engine, id, calls } = container();
  const file = fileWith({ post_start: [{ command: ['fail', 'now'] }, { command: ['tell'] }] });
  await expect(startContainer(id, { service: 'web', file, contents }, engine)).rejects.toMatchObject({
    name: 'EngineError',
    message: "web's post_start hook `fail now` exited with status 3: no way",
  });
  expect(calls).toHaveLength(1);
});

test('hooks before the stop run where it runs, and only there', async () => {
  const { engine, id, calls } = container();
  const definition = { pre_stop: [{ command: ['drain'] }] };
  await engine.startContainer(id);
  await stopContainer(id, definition, engine);
  expect((await engine.inspectContainer(id))?.state).toBe('exited');
  await stopContainer(id, definition, engine);
  expect(calls).toEqual([['drain', {}]]);
});

test('a hook before the stop that fails leaves it running', async () => {
  const { engine, id } = container();
  await engine.startContainer(id);
  await expect(stopContainer(id, { pre_stop: [{ command: ['fail'] }] }, engine)).rejects.toThrow("web's pre_stop hook `fail` exited");
  expect((await engine.inspectContainer(id))?.state).toBe('running');
});
