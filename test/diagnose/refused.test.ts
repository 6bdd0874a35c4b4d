import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { ContainerEvidence, ServiceEvidence } from '../../src/diagnose/evidence.ts';
import { calling, running } from './scene.ts';

const refused = ['dial tcp 172.18.0.2:8090: connect: connection refused'];

function called(about: Partial<ServiceEvidence>, container: Partial<ContainerEvidence> = {}, logs = refused) {
  const db = {
    definition: { image: 'billing', command: ['billing'] },
    listens: [],
    containers: [{ ...running, addresses: ['172.18.0.2'], ...container }],
    ...about,
  };
  return diagnose(calling(logs, { definition: { depends_on: { db: { condition: 'service_started' } } } }, db));
}

describe('one that runs and does not listen where it is called', () => {
  test('is at fault itself, where nothing says that it will', () => {
    expect(called({ logs: ['jobs only, http is off'] })).toMatchObject({ cause: 'connection-refused', service: 'db' });
    expect(called({}, { health: 'healthy' })).toMatchObject({ cause: 'connection-refused', service: 'db' });
    const old = called({ definition: { image: 'billing', expose: ['8090'] } }, { upMs: 60_000 });
    expect(old).toMatchObject({ cause: 'connection-refused', service: 'db' });
  });

  test.each<[string, Partial<ServiceEvidence>, Partial<ContainerEvidence>]>([
    ['its health is not known yet', {}, { health: 'starting' }],
    ['it says that it starts', { logs: ['loading 4 GB of data'] }, {}],
    ['its command waits first', { definition: { command: ['sh', '-c', 'sleep 8; exec billing'] } }, {}],
    ['the port is its own, and it is young', { definition: { image: 'billing', expose: ['8090'] } }, {}],
    ['it listens by now', { listens: [{ port: 8090, loopback: false }] }, {}],
  ])('was called too early, where %s', (_, about, container) => {
    expect(called(about, container)).toMatchObject({ cause: 'depends-on-without-condition', service: 'web' });
  });

  test('listens for itself only, though the caller names no port', () => {
    const words = ["wget: can't connect to remote host (172.18.0.2): Connection refused"];
    expect(called({ listens: [{ port: 5000, loopback: true }] }, {}, words)).toMatchObject({ cause: 'listens-on-loopback', service: 'db' });
  });
});
