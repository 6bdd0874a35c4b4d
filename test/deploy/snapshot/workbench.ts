import { buffer } from 'node:stream/consumers';
import { label } from '../../../src/deploy/model/labels.ts';
import type { Revision } from '../../../src/deploy/model/revision.ts';
import { type Execution, beginExecution } from '../../../src/deploy/execution.ts';
import { takeDown } from '../../../src/deploy/down.ts';
import { clearAway } from '../../../src/deploy/recover/clear-away.ts';
import { unfinishedOf } from '../../../src/deploy/recover/unfinished.ts';
import { restoreSnapshot } from '../../../src/deploy/snapshot/restore.ts';
import { takeSnapshot } from '../../../src/deploy/snapshot/snapshot.ts';
import type { DeployTools } from '../../../src/deploy/tools.ts';
import type { FakeEngine } from '../../../src/engine/fake.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { createRedactor } from '../../../src/redaction/redact.ts';
import { image } from '../plan/workbench.ts';
import { workbench } from '../../doctor/tools.ts';

export const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/srv/shop' };
export const { composeName } = identity;
const project = { name: 'shop', directory: '/srv/shop', files: [], envFiles: [], profiles: [] };

/** An instance of which `db` and `web` run, each with a volume of its own in which one word lies. Whoever works on it counts as killed afterwards. */
export async function withVolumes(version: Revision = revision) {
  const bench = await workbench({ pid: 2 ** 22 + 1, startTime: 'long ago' });
  const { engine } = bench;
  const tools: DeployTools = { ...bench.tools, generated: { of: async () => ({}), remove: async () => undefined } as never };
  engine.addImage(image('busybox:1.37'));
  await tools.instances.claim(identity, project);
  await tools.instances.update(composeName, { status: 'running', executionUuid: 'first', revision: 1 });
  await tools.revisions.put(composeName, version);
  const ids = { db: '', web: '' };
  for (const service of ['db', 'web'] as const) {
    const name = `${composeName}_${service}`;
    await engine.createVolume(name, {}, { 'com.docker.compose.project': composeName, [label.directory]: '/srv/shop' });
    ids[service] = engine.add({
      ...{ composeName, service, volumes: [{ name, target: '/data' }] },
      labels: { [label.execution]: 'first', [label.directory]: '/srv/shop' },
      behaviour: { healthcheck: { healthyAfterMs: 0 } },
    });
    await engine.startContainer(ids[service]);
  }
  const write = (word: string, ...services: ('db' | 'web')[]) =>
    Promise.all(services.map((service) => engine.putFiles(ids[service], [{ path: '/data/word', content: word }])));
  const wordIn = (service: 'db' | 'web') => wordOf(`${composeName}_${service}`, engine);
  const words = async () => `${await wordIn('db')} ${await wordIn('web')}`;
  await write('old', 'db', 'web');
  let uuids = 0;
  const execute = (action: Execution['action']) => {
    const said: string[] = [];
    const redactor = createRedactor();
    const listen = (event: { event: string; message?: string }) => void (event.event === 'note' && said.push(event.message ?? ''));
    const signal = new AbortController().signal;
    return {
      said,
      ...{ execution: beginExecution({ uuid: `execution-${++uuids}`, action, clock: tools.clock, signal, redactor, listen }) },
    };
  };
  return {
    ...{ engine, tools, ids, write, words, wordIn, execute },
    take: () => takeSnapshot(identity, {}, tools, execute('snapshot').execution),
    async snapshot(volumes?: string[]) {
      const { record } = await takeSnapshot(identity, volumes ? { volumes } : {}, tools, execute('snapshot').execution);
      if (!record.snapshot) throw new Error(JSON.stringify(record.failure));
      return record.snapshot;
    },
    restore: (snapshot: string, volumes?: string[]) =>
      restoreSnapshot(identity, { snapshot, ...(volumes ? { volumes } : {}) }, tools, execute('restore').execution),
    down: (volumes = false) => takeDown(identity, { volumes }, tools, execute('down').execution),
    /** All that is said of it; what is no problem as `note: …`. */
    async recover() {
      const { problems, notes } = await clearAway(composeName, await tools.connect(), tools);
      return [...problems, ...notes.map((note) => `note: ${note}`)];
    },
    first: async () => ({
      ...{ registered: await tools.instances.claim(identity, project), connection: await tools.connect(), tools },
      execution: execute('rollback').execution,
    }),
    undos: async () => (await unfinishedOf(composeName, tools)).flatMap(({ undos }) => undos.map(({ undo }) => undo)),
    states: async () => [(await engine.inspectContainer(ids.db))?.state, (await engine.inspectContainer(ids.web))?.state],
  };
}

/** The same, with hooks of `web`. */
export async function withHooks() {
  const web = { ...compose.services.web, post_start: [{ command: ['say-hello'] }], pre_stop: [{ command: ['say-bye'] }] };
  const hooked = { ...stack, compose: { ...compose, services: { ...compose.services, web } } } as Revision['stack'];
  return withVolumes({ ...revision, stack: hooked });
}

/** A restore of both, or some, that broke off in the middle. */
export async function halfRestored(volumes?: string[]) {
  const bench = await withVolumes();
  const { id } = await bench.snapshot();
  await bench.write('new', 'db', 'web');
  const mend = diskFull(bench.engine);
  await bench.restore(id, volumes);
  mend();
  return { ...bench, id };
}

/** Fillings fail until it is taken back. */
export function diskFull(engine: FakeEngine, unless: (volume: string) => boolean = () => false): () => void {
  const { writeArchive } = engine;
  engine.writeArchive = async (id, path, tar) => {
    const [container] = (await engine.listContainers()).filter((one) => one.id === id);
    if (container?.volumes.some(({ name }) => unless(name))) return writeArchive(id, path, tar);
    throw new EngineError('other', 'the disk is full');
  };
  return () => void (engine.writeArchive = writeArchive);
}

async function wordOf(volume: string, engine: FakeEngine): Promise<string> {
  const looking = engine.add({ composeName: '', service: '', volumes: [{ name: volume, target: '/data' }] });
  const tar = await buffer(await engine.readArchive(looking, '/data/.'));
  await engine.removeContainer(looking, { volumes: false });
  return /old|new/.exec(tar.toString('latin1'))?.[0] ?? 'nothing';
}

const healthcheck = { test: ['CMD', 'true'] };
const compose = { name: composeName, services: { db: { image: 'db:1', healthcheck }, web: { image: 'web:1', healthcheck } } };
const stack = { identity, project, compose, settings: {}, leases: [] } as unknown as Revision['stack'];
const revision: Revision = { number: 1, executionUuid: 'first', contentHash: 'c', createdAt: 1, stack, images: {} };
