import { expect, test } from 'vitest';
import type { AuditPoint, AuditReport, LedgerReport } from '../../src/contract/verify.ts';
import { portside } from './memory-world.ts';

const uuid = '11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const points: AuditPoint[] = [
  { point: 'record', outcome: 'holds', detail: 'record 1 of the ledger' },
  { point: 'signature', outcome: 'not-needed', detail: 'not signed' },
  { point: 'containers', outcome: 'holds', detail: 'web runs' },
  { point: 'containers', outcome: 'fails', detail: 'db is gone', verdict: 'gone' },
  { point: 'ports', outcome: 'unseen', detail: 'udp' },
];
const gone: AuditReport = {
  ...{ execution_uuid: uuid, holds: false, verdict: 'gone', summary: 'what it left is gone', points, mentions: [] },
  next: ['portside up'],
};

const app = (report: AuditReport) => ({
  verify: async (reference: string | undefined, listen: (point: AuditPoint) => void) => {
    expect(reference).toBe(uuid);
    report.points.forEach(listen);
    return report;
  },
});

test('a line a point, then the verdict and what comes next', async () => {
  expect(await portside(['verify', uuid], app(gone))).toEqual({
    exit: 1,
    stdout: `record       ✔ record 1 of the ledger
signature    · not signed
containers   ✔ web runs
             ✘ db is gone
ports        ▲ udp

✘ gone: what it left is gone
execution ${uuid}
`,
    stderr: '\nnext: portside up\n',
  });
});

test.for([
  ['holds', 0],
  ['unseen', 4],
  ['never-recorded', 1],
] as const)('%s ends with exit code %i', async ([verdict, exit]) => {
  expect(await portside(['verify', uuid, '--quiet'], app({ ...gone, verdict }))).toMatchObject({ exit, stderr: '' });
});

test('--json is one document, --events a line a point', async () => {
  const { stdout, stderr } = await portside(['verify', uuid, '--json'], app(gone));
  expect([JSON.parse(stdout), stderr]).toEqual([gone, '']);
  const events = (await portside(['verify', uuid, '--events'], app(gone))).stdout.trim().split('\n');
  expect(events.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([...points.map(() => 'point'), 'end']);
});

const end = { sequence: 1, hash: 'abc', execution_uuid: uuid, timestamp: '2026-11-21T04:00:00.000Z' };
const ledger: LedgerReport = {
  ...{ holds: true, verdict: 'holds', ledger_id: 'id', records: 1, first: end, last: end, signed: 0 },
  ...{ guards: { update: true, delete: true, replace: true }, next: ['portside history'] },
};
const withLedger = (report: LedgerReport) => ({ verifyLedger: async () => report });

test('--ledger says what it is, without an app', async () => {
  expect(await portside(['verify', '--ledger'], {}, withLedger(ledger))).toEqual({
    exit: 0,
    stdout: `ledger   id
records  1, 0 of them signed
first    1, 2026-11-21T04:00:00.000Z, abc
last     1, 2026-11-21T04:00:00.000Z, abc
guards   ✔ SQLite refuses to change, remove and replace records

✔ holds: no record was changed, removed, moved or put in
`,
    stderr: '\nnext: portside history\n',
  });
});

test('--ledger says who signed', async () => {
  const signers = [
    { key: 'old', records: 2, own: false },
    { key: 'new', records: 1, own: true },
  ];
  const { stdout } = await portside(['verify', '--ledger'], {}, withLedger({ ...ledger, signed: 3, signers }));
  expect(stdout).toContain(`3 of them signed
signed   2 by old, which is not this machine's key
signed   1 by new, this machine's key
`);
});

test('--ledger names the first break, and what to do', async () => {
  const { signed: _signed, ...rest } = ledger;
  const found = { kind: 'edited', at: 42, execution_uuid: uuid, detail: 'record 42 was edited' };
  const broken: LedgerReport = {
    ...rest,
    holds: false,
    verdict: 'broken-chain',
    break: found,
    guards: { update: false, delete: true, replace: true },
  };
  const { exit, stdout } = await portside(['verify', '--ledger'], {}, withLedger(broken));
  expect(exit).toBe(1);
  expect(stdout).toContain('guards   ✘ SQLite does not refuse any more to change records\n');
  expect(stdout).toContain('✘ broken-chain: record 42 was edited\n  Records 1 to 41 hold. From 42 on the ledger proves nothing.\n');
  const { exit: unguarded } = await portside(['verify', '--ledger'], {}, withLedger({ ...ledger, holds: false, verdict: 'unguarded' }));
  expect(unguarded).toBe(1);
});

test('--ledger with a UUID is wrong usage', async () => {
  expect(await portside(['verify', uuid, '--ledger'], {})).toMatchObject({ exit: 2 });
});
