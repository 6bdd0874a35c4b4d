import type { App } from '../../src/contract/app.ts';
import type { ExecutionEvent, Said } from '../../src/contract/events.ts';
import type { InstanceView } from '../../src/contract/instance.ts';
import type { Ended } from '../../src/contract/options.ts';
import type { Endpoint, ExecutionRecord } from '../../src/contract/record.ts';
import { UserError } from '../../src/contract/user-error.ts';

export const uuid = '0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e';

const endpoints: Endpoint[] = [
  { name: 'websocket', service: 'web', port: 8004, target: 8003, protocol: 'tcp', url: 'ws://localhost:8004/ws' },
  { name: 'api', service: 'web', port: 8001, target: 8000, protocol: 'tcp', url: 'http://localhost:8001' },
];

export const record: ExecutionRecord = {
  timestamp: '2026-11-21T12:00:00.000Z',
  action: 'up',
  deployment: {
    api_port: 8001,
    project: 'hello',
    instance_id: 'demo',
    directory: '/home/ada/hello',
    services_healthy: true,
    services: [],
    endpoints,
  },
  metrics: { startup_duration: 1.62, success: true, changed: true, stages: { resolve: 0.2, verify: 1.3 } },
  checks: [],
  probes: [
    { service: 'web', kind: 'http', target: 'http://127.0.0.1:8001/health', outcome: 'passed', detail: 'status 200', duration: 0.01 },
  ],
  execution_uuid: uuid,
};

const { execution_uuid: _, ...beforeUuid } = record;

export const failedRecord: ExecutionRecord = {
  ...beforeUuid,
  deployment: { ...record.deployment, services_healthy: false, endpoints: [] },
  metrics: { ...record.metrics, startup_duration: 14.2, success: false },
  probes: [
    { service: 'redis', kind: 'health', target: 'redis', outcome: 'passed', detail: 'healthy', duration: 0.2 },
    { service: 'web', kind: 'health', target: 'web', outcome: 'passed', detail: 'healthy', duration: 0.4 },
    { service: 'web', kind: 'http', target: 'http://127.0.0.1:8001/health', outcome: 'failed', detail: 'connection refused', duration: 10 },
  ],
  error: 'web: http probe of http://127.0.0.1:8001/health from outside: connection refused',
  failure: {
    stage: 'verify',
    service: 'web',
    exit_code: 3,
    logs: ['listening on 9000', '\u001B[31mgiving up\u001B[0m\r'],
    hint: 'the container listens on 9000, the file publishes 8000',
    undo_problems: [],
  },
  execution_uuid: uuid,
};

export const demo: InstanceView = {
  project: 'hello',
  instance: 'demo',
  compose_name: 'hello-demo',
  directory: '/home/ada/hello',
  state: 'running',
  services: [
    { service: 'redis', state: 'running', health: 'healthy', container: 'hello-demo-redis-1' },
    { service: 'web', state: 'running', health: 'healthy', container: 'hello-demo-web-1' },
  ],
  endpoints,
  named_ports: { api: 8001 },
  execution_uuid: uuid,
  updated_at: '2026-11-21T11:48:00Z',
};

export const main: InstanceView = {
  ...demo,
  instance: 'main',
  compose_name: 'hello-main',
  endpoints: [{ name: 'web', service: 'web', port: 8010, target: 8000, protocol: 'tcp', url: 'http://localhost:8010' }],
};

/** `main` is the default one. */
export const twoInstances: Partial<App> = {
  list: () => Promise.resolve([demo, main]),
  select(reference) {
    const found = reference === undefined ? main : [demo, main].find((one) => [one.instance, `hello/${one.instance}`].includes(reference));
    if (found) return Promise.resolve(found);
    return Promise.reject(new UserError({ code: 'which-instance', exit: 2, message: `there is no instance ${reference}` }));
  },
};

/** An `up` or `down` that says these things and ends like this. */
export function ending(ended: Ended, ...said: Said[]) {
  return (_what: unknown, listen: (event: ExecutionEvent) => void): Promise<Ended> => {
    for (const [at, event] of said.entries()) listen({ execution_uuid: uuid, at, ...event });
    return Promise.resolve(ended);
  };
}
