import { expect, test } from 'vitest';
import type { Commitment } from '../../../src/deploy/model/commitment.ts';
import { label } from '../../../src/deploy/model/labels.ts';
import type { ObservedContainer } from '../../../src/deploy/model/observed.ts';
import { environmentOf } from '../../../src/deploy/roster/environment.ts';
import { listInstances } from '../../../src/deploy/roster/roster.ts';
import { createFakeEngine } from '../../../src/engine/fake.ts';
import type { Instance, Instances } from '../../../src/ledger/instances.ts';
import type { InFlight, Journal } from '../../../src/ledger/journal.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { carriedOut, planOf, stackOf } from '../plan/workbench.ts';

const [web] = carriedOut(planOf(stackOf({ services: { web: { image: 'web:1' } } }))).containers;

const registered: Instance = {
  ...{ project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/home/me/shop', files: [], envFiles: [], profiles: [] },
  ...{ adopted: false, status: 'running', executionUuid: 'e1', endpoints: [], namedPorts: {}, claimedAt: 0, updatedAt: 0 },
};
const killed: InFlight = {
  ...{ uuid: 'e2', action: 'up', composeName: 'shop-demo', steps: [], undos: [], beganAt: 0, locked: false },
  owner: { host: 'laptop', pid: 1, startTime: '', heartbeat: 0 },
};

async function listed(containers: Partial<ObservedContainer>[], changes: Partial<Instance> = {}, unfinished: InFlight[] = []) {
  const engine = createFakeEngine({ clock: systemClock });
  engine.listContainers = async () => containers.flatMap((container) => (web ? [{ ...web, ...container }] : []));
  const instances = { list: async () => [{ ...registered, ...changes }] } as Partial<Instances> as Instances;
  const journal = { unfinished: async () => unfinished } as Partial<Journal> as Journal;
  return listInstances(engine, { instances, journal });
}

async function stateWith(...given: Parameters<typeof listed>) {
  return (await listed(...given))[0]?.state;
}

test.each<[string, Partial<ObservedContainer>[]]>([
  ['running', [{}, { state: 'exited', exitCode: 0 }]],
  ['running', [{ health: 'healthy' }]],
  ['degraded', [{}, { state: 'exited', exitCode: 1 }]],
  ['degraded', [{}, { state: 'restarting' }]],
  ['degraded', [{ health: 'healthy' }, { health: 'unhealthy' }]],
  ['stopped', [{ state: 'exited', exitCode: 0 }]],
  ['stopped', []],
  ['running', [{}, { state: 'exited', exitCode: 1, oneOff: true }]],
])('%s: what the engine says now', async (expected, containers) => {
  expect(await stateWith(containers)).toBe(expected);
});

test('what is registered counts where the engine cannot know', async () => {
  expect(await stateWith([{}], { status: 'failed' })).toBe('failed');
  expect(await stateWith([], { status: 'starting' })).toBe('starting');
});

test('a killed execution is told', async () => {
  const [view] = await listed([{}], {}, [killed]);
  expect(view).toMatchObject({
    state: 'unfinished',
    unfinished: { action: 'up', execution_uuid: 'e2', since: '1970-01-01T00:00:00.000Z', ending: 'undo' },
  });
  const [final] = await listed([{}], {}, [{ ...killed, committed: {} as Commitment }]);
  expect(final).toMatchObject({ state: 'unfinished', unfinished: { ending: 'finish' } });
});

test('containers of others are not its own, and all are named with what the engine says', async () => {
  const [view] = await listed([{ name: 'b' }, { name: 'a', health: 'healthy' }, { composeName: 'shop-other' }]);
  expect(view?.services).toEqual([
    { service: 'web', state: 'running', health: 'healthy', container: 'a' },
    { service: 'web', state: 'running', container: 'b' },
  ]);
});

test('a container without a birth mark of ours still shows', async () => {
  expect(await stateWith([{ labels: { [label.project]: 'shop' } }])).toBe('running');
});

test('variables for a shell: its name, its URLs and ports, the ones of the file, and what was generated', async () => {
  const [view] = await listed([{}], {
    endpoints: [
      { name: 'api', service: 'web', port: 8001, target: 80, protocol: 'tcp', url: 'http://localhost:8001' },
      { name: '3d-view', service: 'view', port: 8002, target: 80, protocol: 'tcp', url: 'http://localhost:8002' },
    ],
  });
  const lease = { service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0, variable: 'API_EXTERNAL_PORT' } as const;
  expect(view && environmentOf(view, [lease], { TOKEN: 'made-up', API_EXTERNAL_PORT: 'made-up' })).toEqual({
    INSTANCE_ID: 'demo',
    COMPOSE_PROJECT_NAME: 'shop-demo',
    API_URL: 'http://localhost:8001',
    API_PORT: '8001',
    _3D_VIEW_URL: 'http://localhost:8002',
    _3D_VIEW_PORT: '8002',
    API_EXTERNAL_PORT: '8001',
    TOKEN: 'made-up',
  });
});

test('its revision is told, and a canary beside it', async () => {
  const [view] = await listed([{}], { revision: 3, canary: { executionUuid: 'e3', share: 10, services: ['web'] } });
  expect(view).toMatchObject({ revision: 3, canary: { execution_uuid: 'e3', share: 10, services: ['web'] } });
});
