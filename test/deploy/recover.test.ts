import { recordOf } from '../ledger/records.ts';
import { expect, test } from 'vitest';
import type { Commitment } from '../../src/deploy/model/commitment.ts';
import { label } from '../../src/deploy/model/labels.ts';
import type { Revision } from '../../src/deploy/model/revision.ts';
import { clearAway } from '../../src/deploy/recover/clear-away.ts';
import { recover } from '../../src/deploy/recover/recover.ts';
import { recoverForDown } from '../../src/deploy/recover/for-down.ts';
import { unfinishedOf } from '../../src/deploy/recover/unfinished.ts';
import type { Behaviour } from '../../src/engine/fake.ts';
import { workbench } from '../doctor/tools.ts';

const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/srv/shop' };
const project = { name: 'shop', directory: '/srv/shop', files: [], envFiles: [], profiles: [] };
const { composeName } = identity;
const request = { service: 'web', target: 80, protocol: 'tcp', count: 1, index: 0, range: { from: 23_600, to: 23_700 } } as const;

/** An instance whose old `web` was stopped for a new one by an `up` that was then killed. */
async function halfReplaced(behaviour: Behaviour = { healthcheck: { healthyAfterMs: 0 } }) {
  const bench = await workbench({ pid: 2 ** 22 + 1, startTime: 'long ago' });
  const { engine, tools } = bench;
  await tools.instances.claim(identity, project);
  await tools.instances.update(composeName, { status: 'running', executionUuid: 'first', revision: 1 });
  await tools.revisions.put(composeName, revision(1, 'first'));
  const old = engine.add({ composeName, service: 'web', labels: { [label.execution]: 'first' }, behaviour });
  await tools.journal.begin({ uuid: 'killed', action: 'up', composeName });
  await tools.journal.stepBegun('killed', 0, 'create web', { undo: 'remove-containers', composeName, execution: 'killed' });
  const made = engine.add({ composeName, service: 'web', number: 2, labels: { [label.execution]: 'killed' } });
  await tools.journal.stepBegun('killed', 1, 'stop the old web', { undo: 'start-again', service: 'web', containers: [old] });
  await engine.startContainer(made);
  return { ...bench, old, made };
}

async function recovered({ tools }: Awaited<ReturnType<typeof halfReplaced>>) {
  const [inFlight] = await unfinishedOf(composeName, tools);
  if (!inFlight) throw new Error('nothing is unfinished');
  const told: string[] = [];
  const tell = {
    step: (step: string) => void told.push(step),
    note: (words: string) => void told.push(words),
    verdict: ({ service, outcome }: { service: string; outcome: string }) => void told.push(`${service} ${outcome}`),
  };
  return { ...(await recover(inFlight, await tools.connect(), tools, tell)), told };
}

test('the very same old container runs again, is verified again, and that is told', async () => {
  const bench = await halfReplaced();
  const { problems, oldVersion, told } = await recovered(bench);
  expect(problems).toEqual([]);
  expect(oldVersion).toMatchObject({ verified: true, detail: 'the old version runs again, and was verified again' });
  expect(told).toEqual(['remove the new containers of shop-demo', 'start the old web again', 'web passed']);
  expect(await bench.engine.listContainers()).toMatchObject([{ id: bench.old, state: 'running' }]);
  expect(await unfinishedOf(composeName, bench.tools)).toEqual([]);
});

test('an old version that does not run as it did is told, and is doctor’s problem', async () => {
  const bench = await halfReplaced({ exit: { afterMs: 0, code: 1 } });
  expect((await clearAway(composeName, await bench.tools.connect(), bench.tools)).problems).toMatchObject([
    expect.stringContaining('the old version does not run as it did: web'),
  ]);
});

test('a revision that was written down for a commit that never came is forgotten; the one that runs stays', async () => {
  const bench = await halfReplaced();
  await bench.tools.revisions.put(composeName, revision(2, 'killed'));
  await recovered(bench);
  expect((await bench.tools.revisions.list(composeName)).map(({ number }) => number)).toEqual([1]);
});

test('ports that only the killed one took are given back', async () => {
  const bench = await halfReplaced();
  await bench.tools.leases.take(composeName, [request], { published: [], local: false });
  await recovered(bench);
  expect(await bench.tools.leases.of(composeName)).toEqual([]);
});

test('what was committed is finished: the old goes, the new stays, and there is a record', async () => {
  const bench = await halfReplaced();
  await bench.tools.journal.commit('killed', commitment(bench.old));
  const { problems, oldVersion } = await recovered(bench);
  expect({ problems, oldVersion }).toEqual({ problems: [], oldVersion: undefined });
  expect(await bench.engine.listContainers()).toMatchObject([{ id: bench.made, state: 'running' }]);
  expect(await bench.tools.instances.find(composeName)).toMatchObject({ executionUuid: 'killed', revision: 2 });
  expect(await bench.tools.history.get('killed')).toBeDefined();
  expect(await unfinishedOf(composeName, bench.tools)).toEqual([]);
});

test('finished half, and killed again: the rest is done, and recorded once', async () => {
  const bench = await halfReplaced();
  await bench.tools.journal.commit('killed', commitment(bench.old));
  const { record, about, instance } = commitment(bench.old);
  await bench.tools.instances.update(composeName, instance);
  await bench.tools.history.append(record, about);
  await bench.engine.removeContainer(bench.old, { volumes: false });
  expect((await recovered(bench)).problems).toEqual([]);
  expect(await bench.engine.listContainers()).toMatchObject([{ id: bench.made }]);
});

test('an old container that goes only now takes nothing back to its version: a newer one has come since', async () => {
  const bench = await halfReplaced();
  const { engine, tools, made } = bench;
  const [lease] = await tools.leases.take(composeName, [request], { published: [], local: false });
  const drained: Commitment['finishing'] = [
    { do: 'remove-network', name: 'shop-demo_net', cause: 'gone' },
    { do: 'rename', service: 'web', to: 'old-name', cause: 'renamed' },
  ];
  await engine.createNetwork('shop-demo_net', {}, {});
  await tools.journal.commit('killed', { ...commitment(bench.old), finishing: [...commitment(bench.old).finishing, ...drained] });
  const { record, about } = commitment(bench.old);
  await tools.history.append(record, about);
  await tools.instances.update(composeName, { executionUuid: 'newer', revision: 3 });
  expect((await recovered(bench)).problems).toEqual([]);
  expect(await engine.listContainers()).toMatchObject([{ id: made, name: 'shop-demo-web-2' }]);
  expect(await tools.instances.find(composeName)).toMatchObject({ executionUuid: 'newer', revision: 3 });
  expect(await tools.leases.of(composeName)).toEqual([lease]);
  expect(await engine.listNetworks({})).toEqual(['shop-demo_net']);
  expect(await unfinishedOf(composeName, tools)).toEqual([]);
});

test('a canary was recorded before it is promoted: its promotion is finished in full', async () => {
  const bench = await halfReplaced();
  await bench.tools.instances.update(composeName, { canary: { executionUuid: 'killed', share: 10, services: ['web'] } });
  await bench.tools.journal.commit('killed', commitment(bench.old));
  const { record, about } = commitment(bench.old);
  await bench.tools.history.append(record, about);
  await recovered(bench);
  expect(await bench.tools.instances.find(composeName)).toMatchObject({ executionUuid: 'killed', revision: 2 });
});

test('before a down nothing is brought back only to be removed', async () => {
  const bench = await halfReplaced();
  const [inFlight] = await unfinishedOf(composeName, bench.tools);
  if (inFlight)
    await recoverForDown(inFlight, await bench.tools.connect(), bench.tools, {
      tell: () => undefined,
      note: () => undefined,
      volumesStay: true,
    });
  expect(await bench.engine.listContainers()).toMatchObject([{ id: bench.old, state: 'created' }]);
});

test('a down records what was committed', async () => {
  const bench = await halfReplaced();
  await bench.tools.journal.commit('killed', commitment(bench.old));
  const [inFlight] = await unfinishedOf(composeName, bench.tools);
  if (inFlight)
    await recoverForDown(inFlight, await bench.tools.connect(), bench.tools, {
      tell: () => undefined,
      note: () => undefined,
      volumesStay: true,
    });
  expect(await bench.tools.history.get('killed')).toBeDefined();
});

function commitment(old: string): Commitment {
  return {
    identity,
    finishing: [{ do: 'remove', service: 'web', containers: [old], cause: 'it was replaced' }],
    instance: { status: 'running', executionUuid: 'killed', revision: 2 },
    leases: [],
    revision: 2,
    record: recordOf('killed'),
    about: { counts: true },
  };
}

function revision(number: number, executionUuid: string): Revision {
  const compose = { name: composeName, services: { web: { image: 'web:1', healthcheck: { test: ['CMD', 'true'] } } } };
  const stack = { identity, project, compose, settings: {}, leases: [] } as unknown as Revision['stack'];
  return { number, executionUuid, contentHash: 'c', createdAt: 1, stack, images: {} };
}
