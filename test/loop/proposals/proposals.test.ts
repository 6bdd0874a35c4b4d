import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/contract/diagnosis.ts';
import type { Improvement, Try } from '../../../src/contract/improvement.ts';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import type { ProposalDesk } from '../../../src/contract/proposals.ts';
import { proposals } from '../../../src/loop/proposals/proposals.ts';
import { draftsFrom } from '../../../src/loop/proposals/seen.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { type Machine, machine } from '../../ledger/fixtures.ts';

let here: Machine;
let desk: ProposalDesk;
let recorded: Record<string, ExecutionRecord[]>;
beforeEach(async () => {
  here = await machine();
  recorded = {};
  const history = {
    projects: () => Promise.resolve(Object.keys(recorded)),
    list: ({ project = '' }: { project?: string }) =>
      Promise.resolve((recorded[project] ?? []).map((one, seq) => ({ seq, project, instance: one.deployment.instance_id, record: one }))),
  } as Parameters<typeof proposals>[0]['history'];
  desk = proposals({ ...here, history, ids: systemIds });
});
afterEach(() => here.close());

test('a service that failed since another one was not ready: let it wait, as its diagnosis says', async () => {
  recorded['shop'] = [waiting('web'), waiting('web'), succeeded(3)];
  const [only, ...others] = await desk.list();
  expect(others).toEqual([]);
  expect(Object.keys(only ?? {})).toEqual([
    ...['proposal_id', 'proposal_type', 'title', 'rationale', 'recommended_action', 'evidence', 'status', 'approval_required'],
    ...['created_at', 'submitted_as_task', 'proposal_hash'],
  ]);
  expect(only).toMatchObject({
    proposal_type: 'dependency_check_addition',
    recommended_action: 'let web wait',
    evidence: { failures: 2, service: 'web' },
    status: 'awaiting_approval',
    approval_required: true,
    submitted_as_task: null,
  });
});

test('a run that was stopped at its limit while it came nearer: more iterations; one that stood still: nothing', () => {
  const tries = (...verdicts: Try['verdict'][]) => verdicts.map((verdict) => ({ verdict }) as Try);
  const run = (reason: Improvement['reason'], iterations: Try[]) =>
    record({ action: 'improve', improvement: { reason, iterations } as Improvement });
  expect(draftsFrom('shop', [run('max_iterations', tries('reverted', 'reverted', 'kept'))])).toMatchObject([
    { proposal_type: 'iteration_limit_increase', recommended_action: expect.stringContaining('--limit 6') },
  ]);
  expect(draftsFrom('shop', [run('max_iterations', tries('kept', 'reverted', 'reverted', 'reverted'))])).toEqual([]);
  expect(draftsFrom('shop', [run('stagnated', tries('kept'))])).toEqual([]);
  expect(draftsFrom('shop', [run('timeout', tries('kept'))])).toMatchObject([{ proposal_type: 'timeout_adjustment' }]);
});

test('time that ran out, and successes that nearly ran into it: more time', () => {
  const late = record({ error: 'web: not healthy yet after 30 s', metrics: metrics(30, false), failure: { service: 'web' } as never });
  expect(draftsFrom('shop', [late, succeeded(26), succeeded(4)])).toMatchObject([
    { proposal_type: 'timeout_adjustment', title: 'Give web of shop longer to become healthy', evidence: { gave_up_after_seconds: 30 } },
  ]);
  expect(draftsFrom('shop', [late, succeeded(4)])).toEqual([]);
  expect(draftsFrom('shop', [succeeded(26)])).toEqual([]);
});

test('at most five at a time, each once, and never again once it was turned down', async () => {
  for (let at = 0; at < 7; at++) recorded[`p${at}`] = [waiting('web')];
  expect(await desk.list()).toHaveLength(5);
  const all = await desk.list();
  expect(all).toHaveLength(7);
  expect(new Set(all.map((one) => one.proposal_hash)).size).toBe(7);
  const [first] = all;
  expect(await desk.decide(first?.proposal_id.slice(0, 12) ?? '', false)).toMatchObject({ status: 'rejected' });
  const later = await desk.list();
  expect(later).toHaveLength(7);
  expect(later.at(-1)).toMatchObject({ proposal_id: first?.proposal_id, status: 'rejected' });
});

test('what was decided stays, and an id must name one', async () => {
  recorded['shop'] = [waiting('web'), waiting('worker')];
  const [first] = await desk.list();
  await desk.decide(first?.proposal_id ?? '', true);
  await expect(desk.decide(first?.proposal_id ?? '', false)).rejects.toMatchObject({
    exit: 2,
    message: expect.stringContaining('approved already'),
  });
  await expect(desk.decide('', true)).rejects.toMatchObject({ exit: 2, message: expect.stringContaining('could be') });
  await expect(desk.decide('no-such', true)).rejects.toMatchObject({ exit: 2 });
});

test('throw-away instances of improve are broken on purpose, and many desks at once propose it once', async () => {
  recorded['shop'] = [waiting('web', 'improve-0a1b2c3d-1')];
  expect(await desk.list()).toEqual([]);
  recorded['shop'] = [waiting('web')];
  await Promise.all(Array.from({ length: 8 }, () => desk.list()));
  expect(await desk.list()).toHaveLength(1);
});

let count = 0;
function record(changes: Partial<ExecutionRecord>): ExecutionRecord {
  return {
    timestamp: '2026-11-21T12:00:00.000Z',
    action: 'up',
    deployment: { project: 'shop', instance_id: 'main', directory: '/srv', services_healthy: false, services: [], endpoints: [] },
    metrics: metrics(1, false),
    checks: [],
    probes: [],
    execution_uuid: `uuid-${++count}`,
    ...changes,
  };
}

function metrics(verify: number, success: boolean): ExecutionRecord['metrics'] {
  return { startup_duration: verify, success, changed: true, stages: { verify } };
}

function succeeded(seconds: number): ExecutionRecord {
  return record({ metrics: metrics(seconds, true) });
}

function waiting(service: string, instance = 'main'): ExecutionRecord {
  const diagnosis: Diagnosis = {
    ...{ cause: 'depends-on-without-condition', service, summary: `${service} called db too early`, suggestion: `let ${service} wait` },
    ...{ evidence: [], repairable: true, also: [] },
  };
  const made = record({ diagnosis });
  return { ...made, deployment: { ...made.deployment, instance_id: instance } };
}
