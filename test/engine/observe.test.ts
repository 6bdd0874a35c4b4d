import { expect, test } from 'vitest';
import { composeLabel, label } from '../../src/deploy/model/labels.ts';
import { createFakeEngine } from '../../src/engine/fake.ts';
import { gatherFacts, observeRunning } from '../../src/engine/observe.ts';
import { systemClock } from '../../src/system/clock.ts';

test('facts: who publishes what, who runs under plain Compose, how many are starting', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const published = ['0.0.0.0', '::'].map((hostIp) => ({ target: 80, protocol: 'tcp', port: 8001, hostIp }));
  const web = engine.add({ composeName: 'hello', service: 'web', behaviour: { published, healthcheck: {} } });
  const ours = engine.add({ composeName: 'hello', service: 'web', number: 2, labels: { [label.instance]: 'demo' } });
  await engine.startContainer(web);
  await engine.startContainer(ours);
  expect(await gatherFacts(engine, 'hello')).toMatchObject({
    engine: { kind: 'docker' },
    publishedPorts: [{ port: 8001, protocol: 'tcp', container: 'hello-web-1', composeName: 'hello' }],
    plainCompose: [{ id: web }],
    starting: 1,
  });
});

test('what an instance has: its containers, and its volumes with all that they were made with', async () => {
  const engine = createFakeEngine({ clock: systemClock });
  const mine = { [composeLabel.project]: 'shop-demo' };
  await engine.createVolume('shop-demo_data', { driver_opts: { type: 'tmpfs' } }, mine);
  await engine.createVolume('shop-other_data', {}, { [composeLabel.project]: 'shop-other' });
  const db = engine.add({ composeName: 'shop-demo', service: 'db' });
  engine.add({ composeName: 'shop-other', service: 'db' });
  expect(await observeRunning(engine, 'shop-demo')).toMatchObject({
    containers: [{ id: db }],
    volumes: [{ name: 'shop-demo_data', driver: 'local', options: { type: 'tmpfs' }, labels: mine }],
  });
});
