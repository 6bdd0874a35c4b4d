import { expect, test } from 'vitest';
import { EngineError } from '../../src/engine/interface.ts';
import type { Reached } from '../../src/engine/connect/reach.ts';
import { addressPools } from '../../src/doctor/looks/address-pools.ts';
import { engineAnswers } from '../../src/doctor/looks/engine-answers.ts';
import { engineClock } from '../../src/doctor/looks/engine-clock.ts';
import { engineFeatures } from '../../src/doctor/looks/engine-features.ts';
import { limits } from '../../src/doctor/looks/limits.ts';
import { storageDriver } from '../../src/doctor/looks/storage-driver.ts';
import { toldBy, workbench } from './tools.ts';

test('an old engine costs quick healthchecks; Podman without systemd costs healthchecks after the deployment', async () => {
  expect(await toldBy(engineFeatures, await workbench({ facts: { version: '24.0.7', startInterval: false } }))).toEqual([
    'warning: Docker Engine 24.0.7 does not know start_interval',
  ]);
  expect(await toldBy(engineFeatures, await workbench({ facts: { kind: 'podman', runsHealthchecks: false } }))).toMatchObject([
    'warning: Podman runs no healthchecks here: there is no systemd',
    expect.stringContaining('note: Podman has no BuildKit'),
  ]);
});

test('limits that are not kept, and drivers that waste space, are told', async () => {
  expect(await toldBy(limits, await workbench({ info: { memoryLimit: false } }))).toEqual(['warning: the engine cannot limit memory']);
  expect(await toldBy(limits, await workbench({ info: { swapLimit: false } }))).toEqual(['note: the engine cannot limit swap']);
  expect(await toldBy(storageDriver, await workbench({ info: { storageDriver: 'vfs' } }))).toEqual(['warning: storage driver vfs']);
});

test('clocks that differ are told, with the direction', async () => {
  expect(await toldBy(engineClock, await workbench({ info: { time: Date.now() + 3_600_000 } }))).toEqual([
    expect.stringMatching(/^warning: the engine's clock is 3(?:599|600) s ahead of this machine's$/),
  ]);
  expect(await toldBy(engineClock, await workbench())).toEqual(["ok: the engine's clock goes with this machine's"]);
});

test('address pools that run out are a warning, used up they are an error', async () => {
  const bench = await workbench({ facts: { local: false }, info: { addressPools: [{ base: '10.9.0.0/22', size: 24 }] } });
  const network = (third: number) => bench.engine.createNetwork(`n${third}`, { ipam: { config: [{ subnet: `10.9.${third}.0/24` }] } }, {});
  await network(0);
  expect(await toldBy(addressPools, bench)).toEqual(['warning: 3 of 4 subnets are left for networks; one network holds some']);
  for (const third of [1, 2, 3]) await network(third);
  expect(await toldBy(addressPools, bench)).toEqual(['error: 0 of 4 subnets are left for networks; 4 networks hold some']);
});

test('no permission is told with how to get it; a named engine that is dead with the one that answers', async () => {
  const address = { url: 'unix:///var/run/docker.sock', source: "Docker's default socket", environment: {} };
  const denied: Reached = { address, problem: new EngineError('permission-denied', 'connect EACCES') };
  expect(engineAnswers({ meant: [denied], others: [] })).toMatchObject([
    { level: 'error', repair: expect.stringContaining('usermod -aG docker') },
  ]);

  const { engine } = await workbench();
  const [facts, info] = await Promise.all([engine.facts(), engine.info()]);
  const dead: Reached = {
    address: { ...address, url: 'tcp://10.0.0.5:2375', source: 'DOCKER_HOST' },
    problem: new EngineError('unreachable', 'ECONNREFUSED'),
  };
  expect(engineAnswers({ meant: [dead], others: [{ address, engine, facts, info }] })[0]).toMatchObject({
    level: 'error',
    repair: 'start it; or unset DOCKER_HOST: an engine answers at unix:///var/run/docker.sock',
  });
  expect(engineAnswers({ meant: [], others: [] })).toMatchObject([{ level: 'error', message: 'no container engine was found' }]);
});
