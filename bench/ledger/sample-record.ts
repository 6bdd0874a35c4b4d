import type { ExecutionRecord } from '../../src/contract/record.ts';

const hex = (seed: string, length: number) => seed.repeat(length).slice(0, length);

/** A record of the size of a real one: three services, two probes, a finding. `number` makes it its own. */
export function sampleRecord(uuid: string, number: number): ExecutionRecord {
  const success = number % 11 !== 0;
  const service = (name: string) => ({
    service: name,
    containers: [
      {
        ...{ id: hex(`${number % 10}a4f`, 64), name: `shop-main-${name}-1`, image_id: `sha256:${hex('9c0d', 64)}` },
        ...{ state: 'running', health: 'healthy', restarts: 0 },
      },
    ],
  });
  return {
    timestamp: new Date(1_763_700_000_000 + number * 60_000).toISOString(),
    action: 'up',
    deployment: {
      ...{ api_port: 8001, project: `shop${number % 5}`, instance_id: 'main', directory: '/srv/shop', services_healthy: success },
      services: ['db', 'cache', 'web'].map(service),
      endpoints: [{ name: 'api', service: 'web', port: 8001, target: 8000, protocol: 'tcp', url: 'http://localhost:8001' }],
    },
    metrics: {
      ...{ startup_duration: 1 + (number % 40) / 10, success, changed: true },
      stages: { resolve: 0.2, check: 0.1, build: 0.3, plan: 0, apply: 0.6, verify: 0.4 },
    },
    checks: [
      { rule: 'services-tell-their-health', severity: 'note', message: 'cache has no healthcheck', at: '/srv/shop/compose.yaml:9:3' },
    ],
    probes: ['http://localhost:8001/health', 'tcp://localhost:6379'].map((target) => ({
      ...{ service: 'web', kind: 'http', target, outcome: success ? 'passed' : 'failed', detail: 'status 200', duration: 0.012 },
    })) as ExecutionRecord['probes'],
    ...(success ? {} : { error: 'web: exited with code 1' }),
    revision: number,
    content_hash: hex(`${Math.floor(number / 1000)}be`, 64),
    execution_uuid: uuid,
  };
}
