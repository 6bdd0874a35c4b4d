import type { ExecutionRecord } from '../../src/contract/record.ts';

/** A record as `up` makes it. */
export function recordOf(uuid: string, changes: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    timestamp: '2026-11-21T04:00:00.000Z',
    action: 'up',
    deployment: {
      ...{ project: 'hello', instance_id: 'main', directory: '/srv/hello', services_healthy: true },
      ...{ services: [], endpoints: [] },
    },
    metrics: { startup_duration: 1.6, success: true, changed: true, stages: {} },
    checks: [],
    probes: [],
    ...changes,
    execution_uuid: uuid,
  };
}

export const about = { counts: true };
