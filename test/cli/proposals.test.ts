import { expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { Proposal, ProposalDesk } from '../../src/contract/proposals.ts';
import { portside } from './memory-world.ts';

const proposal: Proposal = {
  proposal_id: '3fa2c01b-9d44-4c1f-8b77-0a1b2c3d4e5f',
  proposal_type: 'dependency_check_addition',
  title: 'Let web of shop wait for what it needs',
  rationale: '2 times it failed since something that it calls was not ready: web called db too early',
  recommended_action: 'let web wait: depends_on: { db: { condition: service_healthy } }',
  evidence: { executions: ['e1', 'e2'], failures: 2, service: 'web' },
  status: 'awaiting_approval',
  approval_required: true,
  created_at: '2026-11-21T08:00:00.000Z',
  submitted_as_task: null,
  proposal_hash: 'ab',
};

function desk(known: Proposal[], changes: Partial<ProposalDesk> = {}): Partial<App> {
  const decide = () => Promise.reject(new Error('not expected here'));
  return { proposals: () => Promise.resolve({ list: () => Promise.resolve(known), decide, ...changes }) };
}

test('shows what the ledger suggests, why, and how to decide', async () => {
  const rejected = { ...proposal, proposal_id: 'ffff0000-9d44-4c1f-8b77-0a1b2c3d4e5f', status: 'rejected' as const };
  const { exit, stdout, stderr } = await portside(['memory', 'proposals'], desk([proposal, rejected]));
  expect(exit).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "3fa2c01b  Let web of shop wait for what it needs
      Why  2 times it failed since something that it calls was not ready: web called db too early
      Do   let web wait: depends_on: { db: { condition: service_healthy } }

    ffff0000  Let web of shop wait for what it needs rejected
      Why  2 times it failed since something that it calls was not ready: web called db too early
      Do   let web wait: depends_on: { db: { condition: service_healthy } }
    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "
    portside memory approve 3fa2c01b  agrees to the first
    portside memory reject 3fa2c01b
    "
  `);
});

test('says where there is nothing, or nothing that waits', async () => {
  expect((await portside(['memory', 'proposals'], desk([]))).stderr).toBe('the ledger suggests nothing\n');
  expect((await portside(['memory', 'proposals'], desk([{ ...proposal, status: 'approved' }]))).stderr).toBe('\nnothing waits for you\n');
});

test('--json is the list itself, with its keys in their order', async () => {
  const { stdout } = await portside(['memory', 'proposals', '--json'], desk([proposal]));
  expect(Object.keys((JSON.parse(stdout) as object[])[0] ?? {})).toEqual(Object.keys(proposal));
});

test.each([
  ['approve', true],
  ['reject', false],
] as const)('%s decides it', async (word, wanted) => {
  const asked: unknown[] = [];
  const decide = (id: string, approved: boolean) => {
    asked.push([id, approved]);
    return Promise.resolve({ ...proposal, status: approved ? ('approved' as const) : ('rejected' as const) });
  };
  const { exit, stderr } = await portside(['memory', word, '3fa2'], desk([], { decide }));
  expect({ exit, asked }).toEqual({ exit: 0, asked: [['3fa2', wanted]] });
  expect(stderr).toContain(`${wanted ? 'approved' : 'rejected'}: Let web of shop wait`);
});
