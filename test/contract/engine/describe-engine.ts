import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { composeLabel, label } from '../../../src/deploy/model/labels.ts';
import { observe } from '../../../src/engine/observe.ts';
import type { ContainerWatch } from '../../../src/engine/interface.ts';
import { watchInstance } from '../../../src/engine/watch.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { describeImageNames } from './image-names.ts';
import { describeOwnContainers } from './own-containers.ts';
import type { Subject } from './subject.ts';

/** What every engine owes to Portside. */
export function describeEngine(name: string, connect: () => Promise<Subject>): void {
  // eslint-disable-next-line vitest/valid-title -- one suite, run under each engine's name
  describe(name, async () => {
    const subject = await connect();
    const { engine } = subject;
    const composeName = subject.unique();
    const labels = { [composeLabel.project]: composeName };
    const gone = 'f'.repeat(64);
    afterEach(() => subject.clean(composeName));

    describeOwnContainers(subject, composeName);
    describeImageNames(subject, composeName);

    test('says what it is', async () => {
      const facts = await engine.facts();
      expect(facts.version).toMatch(/^\d+\.\d+/);
      expect(facts.host).toBe('127.0.0.1');
      expect(facts.id).not.toBe('');
    });

    test('says what its machine has', async () => {
      const info = await engine.info();
      expect(info.apiVersion).toMatch(/^\d+\.\d+/);
      expect(info.storageDriver).not.toBe('');
      expect(info.rootDirectory).toMatch(/^\//);
      expect(Math.abs((info.time ?? Date.now()) - Date.now())).toBeLessThan(60_000);
    });

    test('networks and volumes are found by the name of a label, with what all labels say', async () => {
      const key = `${composeName}.mark`;
      const mine = { ...labels, [key]: 'any value' };
      await engine.createNetwork(`${composeName}-net`, {}, mine);
      await engine.createVolume(`${composeName}-vol`, {}, mine);
      expect(await engine.listLabelled(key)).toEqual([
        { kind: 'network', name: `${composeName}-net`, labels: expect.objectContaining(mine) },
        { kind: 'volume', name: `${composeName}-vol`, labels: expect.objectContaining(mine) },
      ]);
      await engine.removeNetwork(`${composeName}-net`);
      await engine.removeVolume(`${composeName}-vol`);
      expect(await engine.listLabelled(key)).toEqual([]);
    });

    test('images are found by their name', async () => {
      const { id } = (await engine.inspectImage(subject.image)) ?? { id: 'none' };
      expect(await engine.listImages(subject.image)).toContainEqual({
        id,
        reference: expect.stringContaining(subject.image),
        bytes: expect.any(Number),
      });
      expect(await engine.listImages('portside/there-is-no-such-*')).toEqual([]);
    });

    test('a container that was made, and not started, is listed and described', async () => {
      const { web } = await subject.make(composeName, [{ name: 'web' }]);
      const [listed, ...others] = await engine.listContainers(labels);
      expect(others).toEqual([]);
      expect(listed).toMatchObject({ id: web, composeName, service: 'web', number: 1, state: 'created', oneOff: false, published: [] });
      expect(await engine.inspectContainer(web)).toMatchObject({ id: web, service: 'web', state: 'created', startedAt: 0, pid: 0 });
    });

    test('a container lives: started twice, stopped twice, removed twice', async () => {
      const { web } = await subject.make(composeName, [{ name: 'web' }]);
      await engine.startContainer(web);
      await engine.startContainer(web);
      const running = await engine.inspectContainer(web);
      expect(running).toMatchObject({ state: 'running', health: 'none' });
      expect(running?.pid).toBeGreaterThan(0);
      expect(running?.startedAt).toBeGreaterThan(0);
      await engine.stopContainer(web);
      await engine.stopContainer(web);
      expect(await engine.inspectContainer(web)).toMatchObject({ state: 'exited', exitCode: 143, pid: 0 });
      await engine.removeContainer(web, { volumes: true });
      await engine.removeContainer(web, { volumes: true });
      expect(await engine.inspectContainer(web)).toBeUndefined();
    });

    test('a container that does not hear is killed after its own grace time', async () => {
      const { deaf } = await subject.make(composeName, [{ name: 'deaf', deafForMs: 2000, log: ['up'] }]);
      await engine.startContainer(deaf);
      await expect.poll(() => engine.logTail(deaf, 1)).toEqual(['up']);
      const begun = performance.now();
      await engine.stopContainer(deaf);
      const tookMs = performance.now() - begun;
      expect(await engine.inspectContainer(deaf)).toMatchObject({ state: 'exited', exitCode: 137 });
      // The engines' own default is ten seconds.
      expect(tookMs).toBeGreaterThan(1500);
      expect(tookMs).toBeLessThan(8000);
    });

    test('volumes that nobody named stay, unless they shall go with their container', async () => {
      const { kept, lost } = await subject.make(composeName, [
        { name: 'kept', volume: '/data' },
        { name: 'lost', volume: '/data' },
      ]);
      const listed = await engine.listContainers(labels);
      const volumeOf = (id: string) => listed.find((container) => container.id === id)?.volumes[0]?.name ?? 'none';
      await engine.removeContainer(kept, { volumes: false });
      await engine.removeContainer(lost, { volumes: true });
      const volumes = await engine.listVolumes({});
      expect(volumes).toContain(volumeOf(kept));
      expect(volumes).not.toContain(volumeOf(lost));
      expect(volumeOf(lost)).not.toBe('none');
      await engine.removeVolume(volumeOf(kept));
    });

    test('a running container is removed at once', async () => {
      const { web } = await subject.make(composeName, [{ name: 'web' }]);
      await engine.startContainer(web);
      await engine.removeContainer(web, { volumes: true });
      expect(await engine.listContainers(labels)).toEqual([]);
    });

    test('what is gone may be stopped and removed, but not started', async () => {
      await engine.stopContainer(gone);
      await engine.removeContainer(gone, { volumes: true });
      expect(await engine.inspectContainer(gone)).toBeUndefined();
      await expect(engine.startContainer(gone)).rejects.toMatchObject({ name: 'EngineError', kind: 'not-found' });
    });

    test('a container that ended tells its exit code and its last lines', async () => {
      const { once } = await subject.make(composeName, [{ name: 'once', log: ['one', 'two', 'three'], exitCode: 7 }]);
      await engine.startContainer(once);
      await expect.poll(async () => (await engine.listContainers(labels))[0]?.state).toBe('exited');
      expect((await engine.listContainers(labels))[0]?.exitCode).toBe(7);
      expect((await engine.inspectContainer(once))?.exitCode).toBe(7);
      expect(await engine.logTail(once, 2)).toEqual(['two', 'three']);
    });

    test('a terminal’s log has no carriage returns, a container never started no log', async () => {
      const { screen, idle } = await subject.make(composeName, [
        { name: 'screen', log: ['one', 'two'], exitCode: 0, tty: true },
        { name: 'idle' },
      ]);
      await engine.startContainer(screen);
      await expect.poll(() => engine.logTail(screen, 10)).toEqual(['one', 'two']);
      expect(await engine.logTail(idle, 10)).toEqual([]);
    });

    test('a command runs inside, and is not waited for longer than allowed', async () => {
      const { web } = await subject.make(composeName, [{ name: 'web' }]);
      await engine.startContainer(web);
      expect(await engine.exec(web, ['sh', '-c', 'echo hello; exit 4'], 5000)).toEqual({ exitCode: 4, output: 'hello\n' });
      await expect(engine.exec(web, ['sleep', '5'], 100)).rejects.toMatchObject({ kind: 'timeout' });
      expect(await text(await engine.execOutput(web, ['sh', '-c', 'echo hello']))).toBe('hello\n');
      const failing = await engine.execOutput(web, ['sh', '-c', 'echo hello; exit 4']);
      await expect(text(failing)).rejects.toThrow('exit code 4');
    });

    test('a name belongs to one container', async () => {
      const { a, b } = await subject.make(composeName, [{ name: 'a' }, { name: 'b' }]);
      await engine.renameContainer(a, `${composeName}-named`);
      expect((await engine.inspectContainer(a))?.name).toBe(`${composeName}-named`);
      await expect(engine.renameContainer(b, `${composeName}-named`)).rejects.toMatchObject({ kind: 'name-taken' });
    });

    test('a fixed subnet is told of, with whose it is, until its network is gone', async () => {
      const network = `${composeName}-fixed`;
      const subnet = '10.213.77.0/28';
      const held = async () => (await engine.listSubnets()).filter((one) => one.name === network);
      await engine.createNetwork(network, { ipam: { config: [{ subnet }] } }, labels);
      expect(await held()).toMatchObject([{ subnets: [subnet], labels }]);
      await engine.removeNetwork(network);
      expect(await held()).toEqual([]);
    });

    test('networks and volumes are made once, listed by label, removed twice', async () => {
      expect(await engine.createNetwork(`${composeName}-n`, { labels: { own: 'yes' } }, labels)).toBe(true);
      expect(await engine.createNetwork(`${composeName}-n`, {}, labels)).toBe(false);
      expect(await engine.createVolume(`${composeName}-v`, {}, labels)).toBe(true);
      expect(await engine.createVolume(`${composeName}-v`, {}, labels)).toBe(false);
      expect(await observe(engine, composeName)).toEqual({ containers: [], networks: [`${composeName}-n`], volumes: [`${composeName}-v`] });
      expect(await engine.listNetworks({ ...labels, own: 'yes' })).toEqual([`${composeName}-n`]);
      for (let round = 1; round <= 2; round++) {
        await engine.removeNetwork(`${composeName}-n`);
        await engine.removeVolume(`${composeName}-v`);
      }
      expect(await observe(engine, composeName)).toEqual({ containers: [], networks: [], volumes: [] });
    });

    test('an image has an id, and one that is missing is undefined', async () => {
      expect(await engine.inspectImage(subject.image)).toMatchObject({
        id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        reference: subject.image,
      });
      expect(await engine.inspectImage('portside-contract-missing:1')).toBeUndefined();
    });

    test('an image is looked into without running it, and nothing is left of that', async () => {
      const image = await engine.inspectImage(subject.image);
      expect(image).toMatchObject({ command: ['sh'], os: 'linux', architecture: expect.stringMatching(/^[a-z0-9]+$/) });
      const seen = await engine.lookInto(image?.id ?? '', ['/bin/sh', '/etc/passwd', '/etc', '/etc/nothing']);
      expect(seen['/bin/sh']).toMatchObject({ kind: 'file', mode: 0o755, madeFor: image?.architecture });
      expect(seen['/etc/passwd']).toMatchObject({ kind: 'file', mode: 0o644, text: expect.stringMatching(/^root:x:0:0:/) });
      expect(seen['/etc']).toMatchObject({ kind: 'directory', mode: 0o755 });
      expect(seen['/etc/nothing']).toEqual({ kind: 'missing', path: '/etc/nothing' });
      expect(await engine.listContainers({ [label.look]: String(process.pid) })).toEqual([]);
    });

    test('a registry that does not answer says nothing', async () => {
      expect(await engine.isInRegistry('127.0.0.1:9/portside/none:1', 2000)).toBeUndefined();
    });

    test('events tell a life from beginning to end, in order, and stop with the signal', async () => {
      const listening = new AbortController();
      const events = await engine.watchContainers(labels, listening.signal);
      const { once } = await subject.make(composeName, [{ name: 'once', exitCode: 3 }]);
      await engine.startContainer(once);
      await expect.poll(async () => (await engine.inspectContainer(once))?.state).toBe('exited');
      await engine.removeContainer(once, { volumes: true });
      const heard = [];
      for await (const { kind, id, service, exitCode } of events) {
        if (kind === 'other') continue;
        heard.push({ kind, id, service, ...(exitCode !== undefined && { exitCode }) });
        if (kind === 'destroy') listening.abort();
      }
      expect(heard).toEqual([
        { kind: 'create', id: once, service: 'once' },
        { kind: 'start', id: once, service: 'once' },
        { kind: 'die', id: once, service: 'once', exitCode: 3 },
        { kind: 'destroy', id: once, service: 'once' },
      ]);
    });

    test('a watch sees a container turn healthy, die and disappear', async () => {
      const { web } = await subject.make(composeName, [{ name: 'web', healthcheck: true }]);
      const { runsHealthchecks } = await engine.facts();
      const watch = await watchInstance(engine, composeName, {
        clock: systemClock,
        driveHealthchecks: !runsHealthchecks,
        drivingIntervalMs: 200,
      });
      try {
        expect(watch.current('web')).toMatchObject([{ id: web, state: 'created' }]);
        expect(watch.upSince(web)).toBeUndefined();
        const begun = performance.now();
        await engine.startContainer(web);
        await until(watch, () => watch.current('web')[0]?.health === 'healthy');
        expect(watch.upSince(web)).toBeGreaterThan(begun);
        expect(watch.deaths(web)).toEqual([]);
        await engine.stopContainer(web);
        await until(watch, () => watch.current('web')[0]?.state === 'exited' && watch.deaths(web).length === 1);
        expect(watch.deaths(web)).toMatchObject([{ exitCode: 143 }]);
        await engine.removeContainer(web, { volumes: true });
        await until(watch, () => watch.current('web').length === 0);
      } finally {
        await watch.close();
      }
    });
  });
}

/** Only the watch itself wakes it: a lost wake-up shows as a time-out. */
async function until(watch: Pick<ContainerWatch, 'version' | 'change'>, holds: () => boolean): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const seen = watch.version();
    if (holds()) return;
    const waitedMs = performance.now() - begun;
    if (waitedMs > 8000) throw new Error('the watch saw no such change within 8 s');
    await watch.change(8000, seen);
  }
}
