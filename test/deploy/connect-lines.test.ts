import { expect, test } from 'vitest';
import type { Endpoint } from '../../src/contract/record.ts';
import { connectLines } from '../../src/deploy/connect-lines.ts';
import { stackOf } from './plan/workbench.ts';

const api: Endpoint = { name: 'api', service: 'web', port: 8001, target: 80, protocol: 'tcp', url: 'http://localhost:8001' };
const lease = { service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0 } as const;

function linesOf(connect: Record<string, string>) {
  const settings = { ports: { api: { service: 'web', port: 80 } }, env: { generate: ['TOKEN'] }, connect };
  const leases = [lease, { ...lease, service: 'db', target: 5432, port: 8002 }];
  return connectLines(stackOf({ services: {} }, { settings, leases, generated: { TOKEN: 'made-up' } }), [api]);
}

test('lines have the values of this instance', () => {
  expect(linesOf({ health: 'curl -H "Bearer {TOKEN}" {API_URL}', name: '{COMPOSE_PROJECT_NAME} {API_PORT} {NOBODY_KNOWS}' })).toEqual([
    { name: 'health', line: 'curl -H "Bearer made-up" http://localhost:8001' },
    { name: 'name', line: 'shop-demo 8001 {NOBODY_KNOWS}' },
  ]);
});

test('a line about a service that does not run is left out', () => {
  expect(linesOf({ db: 'psql -p {DB_PORT}' })).toEqual([]);
});
