import { expect, test } from 'vitest';
import { label } from '../../src/deploy/model/labels.ts';
import { createFakeEngine } from '../../src/engine/fake.ts';
import { gatherFacts } from '../../src/engine/observe.ts';
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
