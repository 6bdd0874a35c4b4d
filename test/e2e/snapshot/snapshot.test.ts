import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import type { Snapshot } from '../../../src/contract/snapshot.ts';
import { containersOf, docker, lines } from '../support/outside.ts';
import { filesBelow } from '../support/state.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);
const podman = 'unix:///run/podman/podman.sock';

/** Everything that a file system can hold and a careless copy loses. */
const strange = `cd /files
mkdir -p empty deep/\${1:-deeper}
printf x > "$(printf 'new\\nline')"
echo y > 'grüße ☃'
echo hidden > .hidden
echo data > deep/file
ln deep/file hard
ln -s deep/file soft
ln -s /nowhere dangling
chown 1234:4321 deep/file
chmod 640 deep/file
chmod 1777 empty
chown 99:98 deep
mkfifo pipe
head -c 20000000 /dev/urandom > big`;

/** Names, kinds, modes, owners, links and contents, as one text. */
const survey = `cd /files; find . | sort | while IFS= read -r f; do stat -c '%n %F %a %u:%g %h %N' "$f"; done; stat -c '%a %u:%g' /files; md5sum big deep/file soft .hidden grü*; [ hard -ef deep/file ] && echo linked`;

async function inside(at: Workplace, service: string, ...command: string[]): Promise<string> {
  const { stdout, stderr, exit } = await at.portside('exec', 'live', service, '--', ...command);
  if (exit !== 0) throw new Error(stderr);
  return stdout;
}

const lifeOf = (id: string, host?: string) => docker(['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', id], host);
const helpers = (host?: string) => lines(['ps', '--all', '--quiet', '--filter', 'label=portside.helper'], host);

async function takeSnapshot(at: Workplace, ...args: string[]): Promise<Snapshot> {
  const { stdout, stderr, exit } = await at.portside('snapshot', 'live', '--json', ...args);
  expect(exit, stderr).toBe(0);
  const { snapshot } = JSON.parse(stdout) as ExecutionRecord;
  if (!snapshot) throw new Error('no snapshot in the record');
  return snapshot;
}

describe('snapshot and restore', () => {
  test('all data comes back, whatever it is; the database is quiesced, and never stopped', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const { db = '', web = '' } = await containersOf(`${project.name}-live`);
    await inside(at, 'db', 'redis-cli', 'set', 'ship', 'Beagle');
    await inside(at, 'web', 'sh', '-c', strange);
    const before = await inside(at, 'web', 'sh', '-c', survey);
    const dbBefore = await lifeOf(db);

    const snapshot = await takeSnapshot(at);
    expect(snapshot.volumes.map(({ key, held }) => ({ key, held }))).toEqual([
      { key: 'data', held: [{ service: 'db', by: 'quiesce' }] },
      { key: 'files', held: [{ service: 'web', by: 'stop' }] },
    ]);
    expect(await lifeOf(db)).toBe(dbBefore);
    expect((await inside(at, 'db', 'redis-cli', 'mget', 'quiesced', 'resumed')).split('\n').slice(0, 2)).toEqual(['1', '1']);
    const kept = await filesBelow(join(at.home, 'snapshots'));
    expect(kept.map(({ mode }) => mode)).toEqual(['600', '600', '600']);

    await inside(at, 'db', 'redis-cli', 'set', 'ship', 'Titanic');
    await inside(at, 'web', 'sh', '-c', 'rm -rf /files/deep /files/hard; echo later > /files/later; chmod 700 /files; chown 5:5 /files');
    const { exit, stderr } = await at.portside('restore', 'live', snapshot.id, '--yes');
    expect(exit, stderr).toBe(0);
    expect(await inside(at, 'web', 'sh', '-c', survey)).toBe(before);
    expect(await inside(at, 'db', 'redis-cli', 'get', 'ship')).toBe('Beagle\n');
    expect(await containersOf(`${project.name}-live`)).toEqual({ db, web });
    expect(await helpers()).toEqual([]);

    const { stdout } = await at.portside('snapshot', 'list', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ id: snapshot.id, instance: 'live' }]);
  });

  test('what is asked wrongly, and what was damaged, is refused before anything is touched', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const { web = '' } = await containersOf(`${project.name}-live`);
    expect(await at.portside('restore', 'live')).toMatchObject({ exit: 2 });
    const folder = await at.portside('snapshot', 'live', '--volume', './conf');
    expect(folder).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('./conf is a folder of this machine that web mounts, not a volume'),
    });
    const snapshot = await takeSnapshot(at, '--volume', 'files');
    expect(snapshot.volumes.map(({ key }) => key)).toEqual(['files']);
    const life = await lifeOf(web);
    await writeFile(join(at.home, 'snapshots', snapshot.compose_name, snapshot.id, snapshot.volumes[0]?.file ?? ''), 'something else');
    const { exit, stderr } = await at.portside('restore', 'live', snapshot.id, '--yes');
    expect({ exit, stderr }).toEqual({ exit: 3, stderr: expect.stringContaining('is damaged') });
    expect(await lifeOf(web)).toBe(life);
  });

  test('a quiescing that fails makes no snapshot, and everybody goes on, resumed', async ({ at }) => {
    const project = await at.project(source);
    await project.edit('redis-cli save && redis-cli incr quiesced', 'echo not now; exit 3');
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const { exit, stderr } = await at.portside('snapshot', 'live');
    expect(exit).toBe(1);
    expect(stderr).toContain('ended with exit code 3: not now');
    expect(await filesBelow(join(at.home, 'snapshots'))).toEqual([]);
    expect(await inside(at, 'db', 'redis-cli', 'get', 'resumed')).toBe('1\n');
    expect((await at.ps())[0]?.state).toBe('running');
  });

  test('killed while it copies: half a snapshot does not exist, and the next command lets everybody go on', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    await inside(at, 'web', 'sh', '-c', 'head -c 60000000 /dev/urandom > /files/big');
    const copying = at.begin('snapshot', 'live');
    await copying.heard((event) => event.event === 'progress' && event.step === 'copy files');
    copying.kill('SIGKILL');
    await copying.ended;
    expect(await at.ps()).toMatchObject([{ state: 'unfinished', unfinished: { action: 'snapshot' } }]);
    expect(JSON.parse((await at.portside('snapshot', 'list', '--json')).stdout)).toEqual([]);

    expect(await at.portside('doctor', '--fix', '--yes')).toMatchObject({ exit: 0 });

    expect((await at.ps())[0]?.state).toBe('running');
    expect(await filesBelow(join(at.home, 'snapshots'))).toEqual([]);
    expect(await helpers()).toEqual([]);
  });

  test('killed while it restores: that is said loudly, and restoring again finishes it', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    await inside(at, 'web', 'sh', '-c', 'echo one > /files/word; head -c 60000000 /dev/urandom > /files/big');
    await takeSnapshot(at, '--volume', 'files');
    await inside(at, 'web', 'sh', '-c', 'echo two > /files/word');
    const restoring = at.begin('restore', 'live', '--yes');
    await restoring.heard((event) => event.event === 'progress' && event.step === 'restore files');
    restoring.kill('SIGKILL');
    await restoring.ended;
    expect((await at.portside('ps')).stderr).toContain('HALF RESTORED');

    const { exit, stderr } = await at.portside('restore', 'live', '--yes');

    expect(exit, stderr).toBe(0);
    expect(await inside(at, 'web', 'cat', '/files/word')).toBe('one\n');
    expect((await at.ps())[0]?.state).toBe('running');
    expect(await helpers()).toEqual([]);
  });

  test('killed while it restores, then taken down: the data that stays is whole, and a volume that went comes back with its version', async ({
    at,
  }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    await inside(at, 'web', 'sh', '-c', 'echo one > /files/word; head -c 60000000 /dev/urandom > /files/big');
    await takeSnapshot(at);
    await inside(at, 'web', 'sh', '-c', 'echo two > /files/word');
    const restoring = at.begin('restore', 'live', '--yes');
    await restoring.heard((event) => event.event === 'progress' && event.step === 'restore files');
    restoring.kill('SIGKILL');
    await restoring.ended;
    const down = await at.portside('down', 'live');
    expect(down.exit, down.stderr).toBe(0);
    expect(await helpers()).toEqual([]);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    expect(await inside(at, 'web', 'sh', '-c', 'cat /files/word; wc -c < /files/big')).toBe('one\n60000000\n');

    expect((await at.portside('down', 'live')).exit).toBe(0);
    await docker(['volume', 'rm', `${project.name}-live_files`]);
    expect(await at.portside('rollback', 'live', '--to', '1')).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining('portside rollback --restore brings it back'),
    });
    const back = await at.portside('rollback', 'live', '--to', '1', '--restore', '--settle', '1s');
    expect(back.exit, back.stderr).toBe(0);
    expect(await inside(at, 'web', 'cat', '/files/word')).toBe('one\n');
    expect(await helpers()).toEqual([]);
  });

  test('up --snapshot: what a failing version did to the data is undone with it', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const before = await containersOf(`${project.name}-live`);
    await inside(at, 'web', 'sh', '-c', 'echo precious > /files/word');
    await project.edit('exec httpd -f -p 8080 -h /tmp', 'echo ruined > /files/word; exit 3');
    const { exit, record } = await at.up(project.directory, '--name', 'live', '--snapshot');
    expect(exit).toBe(1);
    expect(record.failure).toMatchObject({ undo_problems: [], old_version: { verified: true } });
    expect(await inside(at, 'web', 'cat', '/files/word')).toBe('precious\n');
    expect(await containersOf(`${project.name}-live`)).toEqual(before);
    expect(await helpers()).toEqual([]);
  });

  test('rollback --restore brings back the data that a version had, there and back, and only where a snapshot has it', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    const up = async (version: string, ...more: string[]) => {
      await project.write('.env', `VERSION=${version}\n`);
      const { exit, stderr } = await at.up(project.directory, '--name', 'live', '--settle', '1s', ...more);
      expect(exit, stderr).toBe(0);
    };
    const rollback = (...more: string[]) => at.portside('rollback', 'live', '--restore', '--settle', '1s', ...more);
    await up('two');
    await inside(at, 'web', 'sh', '-c', 'echo second > /files/word');
    const before = await containersOf(`${project.name}-live`);
    expect(await rollback()).toMatchObject({ exit: 3, stderr: expect.stringContaining('no snapshot was taken while r1 ran') });
    expect(await containersOf(`${project.name}-live`)).toEqual(before);

    await up('three', '--snapshot');
    await inside(at, 'web', 'sh', '-c', 'echo third > /files/word');
    const back = await rollback();
    expect(back.exit, back.stderr).toBe(0);
    expect(await inside(at, 'web', 'cat', '/tmp/index.html', '/files/word')).toBe('two\nsecond\n');
    expect(await rollback('--to', '3')).toMatchObject({ exit: 0 });
    expect(await inside(at, 'web', 'cat', '/tmp/index.html', '/files/word')).toBe('three\nthird\n');
    expect(await helpers()).toEqual([]);
  });

  test('a rollback that fails puts back the data that it found', async ({ at }) => {
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    await inside(at, 'web', 'sh', '-c', 'echo first > /files/word');
    await project.write('.env', 'VERSION=two\n');
    expect((await at.up(project.directory, '--name', 'live', '--snapshot', '--settle', '1s')).exit).toBe(0);
    await inside(at, 'web', 'sh', '-c', 'echo second > /files/word');
    const before = await containersOf(`${project.name}-live`);
    await project.write('conf/no-one', '');
    const { exit } = await at.portside('rollback', 'live', '--restore');
    expect(exit).toBe(1);
    expect(await containersOf(`${project.name}-live`)).toEqual(before);
    expect(await inside(at, 'web', 'cat', '/tmp/index.html', '/files/word')).toBe('two\nsecond\n');
    expect(await helpers()).toEqual([]);
  });
});

const answer = await docker(['version', '--format', '{{.Server.Version}}'], podman).catch(() => undefined);

describe.skipIf(answer === undefined)('on Podman', () => {
  test('data and owners come back too', async ({ at }) => {
    at.engine = podman;
    at.environment = { DOCKER_HOST: podman };
    const project = await at.project(source);
    expect((await at.up(project.directory, '--name', 'live')).exit).toBe(0);
    await inside(at, 'web', 'sh', '-c', strange);
    const before = await inside(at, 'web', 'sh', '-c', survey);
    const snapshot = await takeSnapshot(at, '--volume', 'files');
    await inside(at, 'web', 'sh', '-c', 'rm -rf /files/deep /files/hard; echo later > /files/later; chown 5:5 /files');
    const { exit, stderr } = await at.portside('restore', 'live', snapshot.id, '--yes');
    expect(exit, stderr).toBe(0);
    expect(await inside(at, 'web', 'sh', '-c', survey)).toBe(before);
    expect(await helpers(podman)).toEqual([]);
  });
});
