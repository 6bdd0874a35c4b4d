import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditExit } from '../../src/contract/verify.ts';
import { audit } from '../../src/audit/audit.ts';
import { EngineError } from '../../src/engine/interface.ts';
import { journal } from '../../src/ledger/journal.ts';
import { makeSigningKey } from '../../src/ledger/chain/signing-key.ts';
import { pruneRecords } from '../../src/ledger/retention.ts';
import { about, recordOf } from '../ledger/records.ts';
import { detailsOf, first, never, notHolding, scene, second } from './scene.ts';

test('all holds: each point is told once it is seen, and the exit code is 0', async () => {
  const { record, verify } = await scene();
  await record(first);
  const report = await verify();
  expect(notHolding(report)).toEqual([]);
  expect([...new Set(report.points.map(({ point, outcome }) => `${point} ${outcome}`))]).toEqual([
    'record holds',
    'chain holds',
    'signature not-needed',
    'result holds',
    'containers holds',
    'images holds',
    'health holds',
    'ports holds',
    'probes holds',
    'transcripts not-needed',
  ]);
  expect(report).toMatchObject({ execution_uuid: first, holds: true, verdict: 'holds' });
  expect(auditExit(report)).toBe(0);
});

describe('what is on paper', () => {
  test('a file that was edited: which keys', async () => {
    const { home, record, verify } = await scene();
    await record(first);
    const file = join(home, 'records', `${first}.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"startup_duration": 1.6', '"startup_duration": 0.1'));
    const report = await verify();
    expect(report).toMatchObject({ verdict: 'edited', holds: false, next: ['portside verify --ledger'] });
    expect(notHolding(report)).toEqual(['record']);
    expect(detailsOf(report, 'record')).toContain('was edited: metrics is not what was recorded');
    await writeFile(file, 'no record');
    expect(await verify()).toMatchObject({ verdict: 'edited', summary: expect.stringContaining('damaged') });
    await rm(file);
    expect(await verify()).toMatchObject({ verdict: 'file-missing' });
  });

  test('a row that was edited: the file still says what was recorded', async () => {
    const { record, verify, tamper } = await scene();
    await record(first);
    await record(second);
    await tamper(
      `UPDATE records SET body = replace(body, '"startup_duration":1.6', '"startup_duration":0.1') WHERE execution_uuid = ?`,
      first,
    );
    const report = await verify();
    expect(report.verdict).toBe('broken-chain');
    expect(detailsOf(report, 'record')).toMatch(/^record 1 of the ledger was edited.*still says what was recorded$/);
  });

  test('a row that is no record any more', async () => {
    const { record, verify, tamper } = await scene();
    await record(first);
    await tamper('UPDATE records SET body = substr(body, 2)');
    await expect(verify()).rejects.toMatchObject({ code: 'chain-broken', exit: 1 });
    expect(await verify(never)).toMatchObject({ verdict: 'never-recorded' });
  });

  test('a chain that breaks elsewhere: up to where it holds, and where this record stands', async () => {
    const { record, verify, tamper } = await scene();
    await record(first);
    await record(second);
    await tamper('UPDATE records SET success = 0 WHERE seq = 2');
    const report = await verify();
    expect(report.verdict).toBe('broken-chain');
    expect(notHolding(report)).toEqual(['chain']);
    expect(detailsOf(report, 'chain')).toBe(
      'it holds up to record 1, and breaks at 2: record 2 was edited: its column success is not what the record says; this is record 1, before that',
    );
  });

  test('signed by this machine, by another key, and by nobody', async () => {
    const { home, record, verify } = await scene();
    await makeSigningKey(home, 'draft');
    await record(first);
    expect(detailsOf(await verify(), 'signature')).toMatch(/^signed by this machine's key /);
    await rm(join(home, 'ledger.key'));
    expect(detailsOf(await verify(), 'signature')).toMatch(/^signed by the key .*this machine has none$/);
    await makeSigningKey(home, 'draft');
    expect(await verify()).toMatchObject({ verdict: 'bad-signature', summary: expect.stringContaining('signed by another key') });
  });

  test('a failed execution: it happened, and nothing of it has to run', async () => {
    const { engine, web, record, verify } = await scene();
    await engine.removeContainer(web, { volumes: false });
    const metrics = { startup_duration: 3, success: false, changed: false, stages: {} };
    await record(first, { metrics, error: 'verify: web: exited with code 1' }, []);
    const report = await verify();
    expect(report).toMatchObject({ verdict: 'failed', next: [`portside diagnose ${first}`] });
    expect(notHolding(report)).toEqual(['result']);
    expect(detailsOf(report, 'result')).toBe('up failed: verify: web: exited with code 1');
  });

  test('a refused graduation: it happened, and was stopped', async () => {
    const { engine, web, record, verify } = await scene();
    await engine.removeContainer(web, { volumes: false });
    const metrics = { startup_duration: 0, success: false, changed: false, stages: {} };
    const failure = { stage: 'check', logs: [], undo_problems: [] };
    await record(first, { action: 'graduate', metrics, error: '9 more successes', failure }, []);
    const report = await verify();
    expect(report).toMatchObject({ verdict: 'failed', next: ['portside graduate shop/demo'] });
    expect(report.summary).toBe('the graduate of shop/demo happened, and was stopped before it touched anything');
    expect(detailsOf(report, 'result')).toBe('graduate was stopped before it touched anything: 9 more successes');
    expect(detailsOf(report, 'images')).toBe('it was stopped: nothing of it has to run');
  });
});

describe('a UUID that is not recorded', () => {
  test('never happened here', async () => {
    const { record, verify } = await scene();
    await record(first);
    const report = await verify(never);
    expect(report).toMatchObject({ execution_uuid: never, verdict: 'never-recorded', holds: false });
    expect(auditExit(report)).toBe(1);
  });

  test('at work, waiting as a canary, or killed: it is not over, and its containers are its own', async () => {
    const { record, start, tools, verify } = await scene();
    await record(first);
    await start(second);
    const self = { host: 'here', pid: process.pid, startTime: 'now' };
    const alive = { journal: journal(tools.database, self, { isAlive: async () => true }, tools.clock) };
    await tools.locks.acquire('shop-demo', 'up');
    await tools.journal.begin({ uuid: second, action: 'up', composeName: 'shop-demo' });
    const report = await verify(second, alive);
    expect(report).toMatchObject({ verdict: 'unfinished', holds: false });
    expect(detailsOf(report, 'record')).toMatch(/^no record yet: up of shop-demo is at work, in process \d+ since /);
    expect(detailsOf(report, 'containers')).toBe('1 container that it started so far');
    expect(auditExit(report)).toBe(1);
    await tools.journal.park(second);
    expect(detailsOf(await verify(second), 'record')).toContain('waits as a canary');
    await tools.journal.resume(second);
    expect(detailsOf(await verify(second, alive), 'record')).toContain('is at work');
    expect(detailsOf(await verify(second), 'record')).toContain('takes back what it left');
    await tools.journal.end(second);
    expect(await verify(second)).toMatchObject({ verdict: 'never-recorded' });
  });

  test('that an assistant claims: where, and that it is not so', async () => {
    const { home, record, verify } = await scene();
    await record(first);
    const folder = join(home, '.claude', 'projects', '-srv-shop');
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'session.jsonl');
    const said = { type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text: `Deployed! UUID: ${never}` }] } };
    await writeFile(file, `{"type":"summary"}\n${JSON.stringify(said)}\n`);
    const report = await verify(never);
    expect(report).toMatchObject({
      verdict: 'never-recorded',
      summary: `claimed in ${file}:2 by the assistant, and never recorded here: no such execution happened with this PORTSIDE_HOME`,
      mentions: [{ file, line: 2, by: 'assistant' }],
    });
  });

  test('with a file: forged, or of another ledger', async () => {
    const { home, record, verify } = await scene();
    await record(first);
    const text = await readFile(join(home, 'records', `${first}.json`), 'utf8');
    await writeFile(join(home, 'records', `${never}.json`), text.replaceAll(first, never));
    expect(await verify(never)).toMatchObject({ verdict: 'forged', summary: expect.stringContaining('a forged file') });

    const other = await scene();
    await other.tools.history.append(recordOf(never), about);
    await writeFile(join(home, 'records', `${never}.json`), await readFile(join(other.home, 'records', `${never}.json`)));
    expect(await verify(never)).toMatchObject({ verdict: 'forged', summary: expect.stringContaining('a foreign file') });
  });

  test('that another record took the place of: its file tells', async () => {
    const { record, tamper, verify } = await scene();
    await record(first);
    await tamper('DELETE FROM records');
    await record(second);
    expect(await verify()).toMatchObject({
      verdict: 'broken-chain',
      summary: expect.stringMatching(/it was replaced in the ledger: .* is record 1, and in its place is 22222222-.* now$/),
    });
  });

  test('that was removed from the ledger: its file tells', async () => {
    const { record, verify, tamper } = await scene();
    await record(first);
    await record(second);
    await tamper('DELETE FROM records WHERE seq = 1');
    expect(await verify()).toMatchObject({ verdict: 'broken-chain', summary: expect.stringContaining('it was removed from the ledger') });
  });

  test('on a container: a copied label', async () => {
    const { record, verify, start } = await scene();
    await record(first);
    await start(never, {}, 'elsewhere');
    const report = await verify(never);
    expect(report.verdict).toBe('never-recorded');
    expect(detailsOf(report, 'containers')).toMatch(/^copied label: elsewhere-web-1/);
  });
});

test('behind a checkpoint: what was removed, what may have been, the checkpoint itself, and who stands on what was removed', async () => {
  const { home, tools, database, record, verify } = await scene();
  const old = await record(first);
  const checkpoint = '44444444-dddd-4ddd-8ddd-dddddddddddd';
  await record(second);
  const removed = first.replace(/^1+/, '99999999');
  await record(removed, { timestamp: '2027-01-01T00:00:00.000Z' });
  const since = Date.parse('2026-12-01T00:00:00Z');
  await pruneRecords({ since, needed: [] }, { database, home, history: tools.history, uuid: checkpoint, now: since });
  const gone = await verify(first);
  expect(gone.verdict).toBe('never-recorded');
  expect(gone.summary).toContain('those before record 3 were removed behind a checkpoint, and it may have been one of them');
  expect(gone.summary).not.toContain('no such execution happened');
  await writeFile(join(home, 'records', `${first}.json`), JSON.stringify(old));
  expect(await verify(first)).toMatchObject({ verdict: 'pruned', holds: false });
  expect(await verify(checkpoint)).toMatchObject({ verdict: 'holds', summary: 'the checkpoint happened, and all that should hold does' });
  const standing = await verify(removed);
  expect(standing.verdict).toBe('holds');
  expect(detailsOf(standing, 'containers')).toContain('whose record may have been removed behind the checkpoint');
});

describe('what was left', () => {
  test('is gone, and nobody says why: its port is not asked, somebody else may have it', async () => {
    const { engine, web, record, verify } = await scene();
    await record(first);
    await engine.removeContainer(web, { volumes: false });
    const report = await verify();
    expect(report).toMatchObject({ verdict: 'gone', next: ['portside up'] });
    expect(notHolding(report)).toEqual(['containers', 'ports']);
    expect(detailsOf(report, 'ports')).toContain('not asked');
  });

  test('was replaced later: by whom', async () => {
    const { engine, web, start, record, verify } = await scene();
    await record(first);
    const next = await start(second);
    await record(second, { replaced: [{ service: 'web', strategy: 'recreate', old: [web], cause: 'changed' }] }, [next]);
    await engine.removeContainer(web, { volumes: false });
    const report = await verify();
    expect(report).toMatchObject({ verdict: 'superseded', next: [`portside verify ${second}`] });
    expect(notHolding(report)).toEqual(['containers']);
    expect(detailsOf(report, 'containers')).toContain(`is gone: replaced by up of 2026-11-21T04:00:00Z, ${second}`);
    expect(await verify(second)).toMatchObject({ verdict: 'holds' });
  });

  test('was taken down later, and the down holds; what a later up starts is not its business', async () => {
    const { engine, web, start, record, verify } = await scene();
    await record(first);
    await record(second, { action: 'down' }, []);
    expect(await verify(second)).toMatchObject({ verdict: 'still-there', next: ['portside down shop/demo'] });
    await engine.removeContainer(web, { volumes: false });
    expect(await verify(second)).toMatchObject({ verdict: 'holds' });
    expect(await verify()).toMatchObject({ verdict: 'superseded', summary: expect.stringContaining('taken down by down of') });
    const again = await start(never);
    await record(never, {}, [again]);
    expect(await verify(second)).toMatchObject({ verdict: 'holds' });
  });

  test('stopped', async () => {
    const { engine, web, record, verify } = await scene();
    await record(first);
    await engine.stopContainer(web);
    expect(await verify()).toMatchObject({
      verdict: 'stopped',
      summary: expect.stringContaining('does not run: it ended with exit code 143'),
    });
  });

  test('is unhealthy', async () => {
    const { record, verify } = await scene({ healthcheck: { unhealthyAfterMs: 0 } });
    await record(first);
    expect(await verify()).toMatchObject({ verdict: 'unhealthy', next: ['portside diagnose shop/demo'] });
  });

  test('runs another image than was recorded', async () => {
    const { web, record, verify } = await scene();
    const container = { id: web, name: 'web', image_id: 'sha256:other', state: 'running', restarts: 0 };
    const { deployment } = recordOf(first);
    await record(first, {
      deployment: { ...deployment, project: 'shop', instance_id: 'demo', services: [{ service: 'web', containers: [container] }] },
    });
    expect(notHolding(await verify())).toEqual(['images']);
  });

  test('has a copy: a container that bears the UUID and is not recorded', async () => {
    const { start, record, verify } = await scene();
    await record(first);
    await start(first, {}, 'elsewhere');
    expect(await verify()).toMatchObject({ verdict: 'copied-label', summary: expect.stringContaining('copied label: elsewhere-web-1') });
  });

  test('by an older execution and left alone, bears the UUID of that; one that was never recorded is told', async () => {
    const { record, verify } = await scene();
    await record(second);
    expect(await verify(second)).toMatchObject({ verdict: 'changed', summary: expect.stringContaining('which was never recorded') });
    await record(first);
    await record(never);
    const later = await verify(never);
    expect(later.verdict).toBe('holds');
    expect(detailsOf(later, 'containers')).toContain(`left alone since up of 2026-11-21T04:00:00Z, ${first}`);
  });
});

describe('without an engine', () => {
  const connect = () => Promise.reject(new EngineError('unreachable', 'nobody answers'));

  test('what needs none is told, and the exit code is 4', async () => {
    const { record, verify } = await scene();
    await record(first);
    const report = await verify(first, { connect });
    expect(report.points.filter(({ outcome }) => outcome === 'unseen').map(({ point }) => point)).toEqual([
      ...['containers', 'images', 'health', 'ports', 'probes'],
    ]);
    expect(detailsOf(report, 'record')).toContain('its file says the same');
    expect([report.verdict, auditExit(report)]).toEqual(['unseen', 4]);
  });

  test('what does not hold without one does not hold', async () => {
    const { record, verify } = await scene();
    await record(first);
    const report = await verify(never, { connect });
    expect([report.verdict, auditExit(report)]).toEqual(['never-recorded', 1]);
  });
});

describe('which execution', () => {
  test('by the beginning of its UUID', async () => {
    const { home, record, tools, verify } = await scene();
    await record(first);
    expect((await verify(first.slice(0, 8))).execution_uuid).toBe(first);
    await expect(verify(never.slice(0, 9))).rejects.toMatchObject({ code: 'no-such-execution', exit: 2 });
    await writeFile(join(home, 'records', `${never}.json`), 'made up');
    expect(await verify(never.slice(0, 9))).toMatchObject({ execution_uuid: never, verdict: 'forged' });
    await tools.journal.begin({ uuid: second, action: 'up', composeName: 'shop-demo' });
    expect(await verify(second.slice(0, 8))).toMatchObject({ execution_uuid: second, verdict: 'unfinished' });
    await record(first.replace(/a{12}$/, 'b'.repeat(12)), {}, []);
    await expect(verify(first.slice(0, 8))).rejects.toMatchObject({ code: 'several-executions', exit: 2 });
  });

  test.for(['1111', 'demo', '11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa-1', '11111111a'])('%s is none', async (reference) => {
    const { verify } = await scene();
    await expect(verify(reference)).rejects.toMatchObject({ code: 'no-uuid', exit: 2 });
  });

  test("by default the newest of this branch's instance", async () => {
    const { tools, record } = await scene();
    const newest = () => audit(undefined, tools, () => undefined);
    await expect(newest()).rejects.toMatchObject({ code: 'nothing-recorded', exit: 2 });
    await record(second, {}, []);
    await record(first);
    expect((await newest()).execution_uuid).toBe(first);
  });
});
