import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { readTar } from '../../../src/engine/tar/read.ts';
import type { Subject } from './subject.ts';

/** Containers that Portside makes for itself, files in and out of containers, volumes and commands inside. */
export function describeOwnContainers({ engine, make, image, own }: Subject, composeName: string): void {
  const volume = `${composeName}-data`;

  test('a container of our own has its labels and its volume, ends, and tells its exit code', async () => {
    await engine.createVolume(volume, {}, own(composeName));
    const id = await engine.createContainer({
      ...{ image, command: ['sh', '-c', 'exit 3'], labels: own(composeName) },
      mounts: [{ volume, target: '/data' }],
    });
    expect(await engine.listContainers(own(composeName))).toMatchObject([
      { id, state: 'created', volumes: [{ name: volume, target: '/data' }] },
    ]);
    const waiting = engine.startContainer(id).then(() => engine.waitContainer(id));
    expect(await waiting).toBe(3);
    expect(await engine.waitContainer(id)).toBe(3);
  });

  test('what a container of our own writes is heard from the start, its streams apart, and ends with it', async () => {
    const id = await engine.createContainer({
      image,
      command: ['sh', '-c', 'echo out loud; exit 4'],
      labels: own(composeName),
      mounts: [],
    });
    const { stdout, stderr } = await engine.attachContainer(id);
    const heard = Promise.all([text(stdout), text(stderr)]);
    await engine.startContainer(id);
    expect(await engine.waitContainer(id)).toBe(4);
    expect(await heard).toEqual(['out loud\n', '']);
  });

  test('files are put into a container that never ran, with mode and owner, and come out as an archive', async () => {
    const { web } = await make(composeName, [{ name: 'web' }]);
    const long = `/srv/${'folder-with-a-name/'.repeat(7)}ünïcode.txt`;
    await engine.putFiles(web, [
      { path: '/srv/deep/er/key', content: 'secret', mode: 0o400, uid: 12, gid: 34 },
      { path: '/srv/plain', content: Buffer.from([0, 255]) },
      { path: long, content: 'x'.repeat(1000) },
    ]);
    const entries = await readTar(await engine.readArchive(web, '/srv'));
    const files = Object.fromEntries(entries.filter(({ kind }) => kind === 'file').map((entry) => [entry.path, entry]));
    expect(files['srv/deep/er/key']).toMatchObject({ content: Buffer.from('secret'), mode: 0o400 });
    expect(files['srv/plain']).toMatchObject({ content: Buffer.from([0, 255]), mode: 0o644 });
    expect(files[long.slice(1)]?.content.toString()).toBe('x'.repeat(1000));
    await engine.startContainer(web);
    const owners = await engine.exec(web, ['stat', '-c', '%u:%g', '/srv/deep/er/key', '/srv/plain'], 5000);
    expect(owners.output).toBe('12:34\n0:0\n');
    await expect(engine.readArchive(web, '/nothing/there')).rejects.toMatchObject({ name: 'EngineError', kind: 'not-found' });
    await engine.putFiles(web, [{ path: '/srv/plain', content: 'new' }]);
    expect((await readTar(await engine.readArchive(web, '/srv/plain'))).map(({ content }) => content.toString())).toEqual(['new']);
  });

  test('a volume goes from one container to another as a stream', async () => {
    const labels = own(composeName);
    const target = '/data';
    await engine.createVolume(volume, {}, labels);
    await engine.createVolume(`${volume}-copy`, {}, labels);
    const from = await engine.createContainer({ image, command: ['true'], labels, mounts: [{ volume, target }] });
    const to = await engine.createContainer({ image, command: ['true'], labels, mounts: [{ volume: `${volume}-copy`, target }] });
    await engine.putFiles(from, [{ path: '/data/a/b', content: 'kept', mode: 0o600 }]);
    await engine.writeArchive(to, target, await engine.readArchive(from, '/data/.'));
    await engine.removeContainer(to, { volumes: true });
    const again = await engine.createContainer({ image, command: ['true'], labels, mounts: [{ volume: `${volume}-copy`, target }] });
    const [file] = await readTar(await engine.readArchive(again, '/data/a/b'));
    expect(file).toMatchObject({ content: Buffer.from('kept'), mode: 0o600 });
  });

  test('volumes are described with driver, options and labels', async () => {
    const options = { type: 'none', device: '/tmp', o: 'bind' };
    await engine.createVolume(volume, { driver_opts: options, labels: { tier: 'gold' } }, own(composeName));
    expect(await engine.describeVolumes(own(composeName))).toEqual([
      { name: volume, driver: 'local', options, labels: expect.objectContaining({ tier: 'gold', ...own(composeName) }) },
    ]);
  });

  test('a command inside gets input, another user, folder and environment', async () => {
    const { web } = await make(composeName, [{ name: 'web' }]);
    await engine.startContainer(web);
    const script = 'read word; read rest || echo over; echo "$word $WHAT $(pwd) $(id -u)"';
    expect(
      await engine.exec(web, ['sh', '-c', script], 5000, {
        input: 'hello\n',
        environment: { WHAT: 'big world' },
        workdir: '/tmp',
        user: '99',
      }),
    ).toEqual({ exitCode: 0, output: 'over\nhello big world /tmp 99\n' });
  });

  test('who stops a container may give it less time than its own', async () => {
    const { deaf } = await make(composeName, [{ name: 'deaf', deafForMs: 60_000, log: ['up'] }]);
    await engine.startContainer(deaf);
    await expect.poll(() => engine.logTail(deaf, 1)).toEqual(['up']);
    const begun = performance.now();
    await engine.stopContainer(deaf, 1000);
    expect(await engine.inspectContainer(deaf)).toMatchObject({ state: 'exited', exitCode: 137 });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
}
