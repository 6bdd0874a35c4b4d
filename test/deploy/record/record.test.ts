import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/deploy/model/outcome.ts';
import { type RecordInput, recordOf } from '../../../src/deploy/record/record.ts';
import { reportServices } from '../../../src/deploy/record/services.ts';
import { container } from '../verify/containers.ts';

const verified: Outcome = { result: 'verified', changed: true, endpoints: [], services: [], findings: [], verdicts: [] };
const failure = { message: 'web: exited with code 3', stage: 'verify', service: 'web', exitCode: 3, logs: ['no route'], undoProblems: [] };

function recordWith(outcome: Partial<Outcome>, changes: Partial<RecordInput> = {}) {
  return recordOf({
    ...{ timestamp: '2026-11-21T10:00:00.000Z', action: 'up', uuid: 'e1', project: 'shop', instance: 'demo', directory: '/home/me/shop' },
    ...{ namedPorts: { api: 8001 }, elapsed: 1.62, stages: { resolve: 0.1 }, contentHash: 'abc' },
    outcome: { ...verified, ...outcome },
    ...changes,
  });
}

test('the order of keys is part of the contract, and execution_uuid comes last', () => {
  const record = recordWith({ result: 'failed', failure });
  expect(Object.keys(record)).toEqual([
    ...['timestamp', 'action', 'deployment', 'metrics', 'checks', 'probes', 'error', 'failure', 'content_hash', 'execution_uuid'],
  ]);
  expect(Object.keys(record.deployment)).toEqual([
    ...['api_port', 'project', 'instance_id', 'directory', 'services_healthy', 'services', 'endpoints'],
  ]);
});

test('execution_uuid comes last in whatever is left out', () => {
  expect(Object.keys(recordWith({}, { contentHash: undefined })).at(-1)).toBe('execution_uuid');
});

test.each([
  ['verified', 'up', true, true],
  ['failed', 'up', false, false],
  ['stopped', 'up', false, false],
  ['interrupted', 'up', false, false],
  ['verified', 'down', true, false],
] as const)('%s %s: success %s, services healthy %s', (result, action, success, healthy) => {
  const { metrics, deployment } = recordWith({ result }, { action });
  expect([metrics.success, deployment.services_healthy]).toEqual([success, healthy]);
});

test('what failed is told in one line, and with its evidence', () => {
  expect(recordWith({ result: 'failed', failure })).toMatchObject({
    error: 'web: exited with code 3',
    failure: { stage: 'verify', service: 'web', exit_code: 3, logs: ['no route'], undo_problems: [] },
  });
});

test('probes in seconds, findings with their place', () => {
  const { probes, checks } = recordWith({
    verdicts: [
      { service: 'web', kind: 'http', target: 'http://127.0.0.1:8001/', outcome: 'passed', detail: 'status 200', durationMs: 12.6 },
    ],
    findings: [
      { rule: 'r', severity: 'warning', message: 'm', at: { file: '/a/compose.yaml', line: 3, column: 5 }, fix: 'f' },
      { rule: 'q', severity: 'note', message: 'n' },
    ],
  });
  expect(probes).toEqual([
    { service: 'web', kind: 'http', target: 'http://127.0.0.1:8001/', outcome: 'passed', detail: 'status 200', duration: 0.013 },
  ]);
  expect(checks).toEqual([
    { rule: 'r', severity: 'warning', message: 'm', at: '/a/compose.yaml:3:5', fix: 'f' },
    { rule: 'q', severity: 'note', message: 'n' },
  ]);
});

test('services as they were seen last: health where there is one, an exit code where it ended', () => {
  const seen = [container({ health: 'healthy' }), container({ id: 'c2', state: 'exited', exitCode: 3, restartCount: 2 })];
  expect(reportServices(['web', 'gone'], (service) => (service === 'web' ? seen : []))).toEqual([
    {
      service: 'web',
      containers: [
        { id: 'c1', name: 'p-web-1', image_id: 'sha256:web', state: 'running', health: 'healthy', restarts: 0 },
        { id: 'c2', name: 'p-web-1', image_id: 'sha256:web', state: 'exited', exit_code: 3, restarts: 2 },
      ],
    },
    { service: 'gone', containers: [] },
  ]);
});
