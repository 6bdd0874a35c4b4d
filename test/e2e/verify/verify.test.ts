import Database from 'better-sqlite3';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AuditReport, LedgerReport } from '../../../src/contract/verify.ts';
import { docker } from '../support/outside.ts';
import { runInstance } from '../support/running.ts';
import { containersOf } from '../support/outside.ts';
import { type Workplace, test } from '../support/workplace.ts';

const files = {
  'compose.yaml': `services:
  web:
    image: "busybox:1.37"
    command: [sh, -c, "mkdir -p /www && echo one > /www/index.html && httpd -f -p 80 -h /www"]
    init: true
    ports: ["80"]
    healthcheck: { test: [CMD, wget, -q, -O-, "http://localhost:80/"], interval: 30s }
  cache: { image: "redis:7-alpine" }
x-portside:
  ports: { api: "web:80" }
  verify: [{ http: "web:80/" }, { command: { in: cache, run: [redis-cli, ping] } }]
`,
};

async function verify(at: Workplace, ...args: string[]): Promise<AuditReport & { exit: number }> {
  const { exit, stdout, stderr } = await at.portside('verify', ...args, '--json');
  if (!stdout.startsWith('{')) throw new Error(`no report, exit ${exit}: ${stderr}`);
  return { ...(JSON.parse(stdout) as AuditReport), exit };
}

const failing = ({ points }: AuditReport) => [...new Set(points.filter(({ outcome }) => outcome === 'fails').map(({ point }) => point))];

/** A place of its own, where no transcripts are but those that the test writes. */
async function alone(at: Workplace): Promise<string> {
  const userHome = join(at.folder, 'user');
  await mkdir(userHome);
  at.environment['PORTSIDE_TRANSCRIPTS'] = undefined;
  at.environment['HOME'] = userHome;
  return userHome;
}

test('it holds; its containers removed it is gone; a container with its label is a copy', async ({ at }) => {
  await alone(at);
  const running = await runInstance(at, files);
  const { execution_uuid: uuid } = (JSON.parse((await at.portside('ps', '--json')).stdout) as { execution_uuid: string }[])[0] ?? {
    execution_uuid: '',
  };

  const holds = await verify(at, uuid);
  expect(holds).toMatchObject({ exit: 0, holds: true, verdict: 'holds', execution_uuid: uuid });
  const said = await at.portside('verify', uuid.slice(0, 13));
  expect(said.stdout).toMatch(/ports +✔ http:\/\/localhost:\d+: connected/);
  expect(said.stdout).toMatch(/✔ web: http http:\/\/127\.0\.0\.1:\d+\/: status 200/);
  expect(said.stdout).toMatch(/✔ cache: command redis-cli ping: /);
  expect(said.stderr).toBe('\nnext: portside verify --ledger\n');

  const copy = await docker([
    'run',
    '--detach',
    '--label',
    `portside.execution=${uuid}`,
    ...['--label', running.project.labels[0] ?? ''],
    'busybox:1.37',
    'sleep',
    '300',
  ]);
  const copied = await verify(at, uuid);
  expect(copied).toMatchObject({ exit: 1, verdict: 'copied-label' });
  expect(copied.summary).toContain(copy.slice(0, 12));
  await docker(['rm', '--force', copy]);

  const { web = '' } = await containersOf(running.composeName);
  await docker(['stop', '--time', '0', web]);
  expect(await verify(at, uuid)).toMatchObject({ exit: 1, verdict: 'stopped' });
  await docker(['rm', '--force', web]);
  const gone = await verify(at, uuid);
  expect(gone).toMatchObject({ exit: 1, verdict: 'gone' });
  expect(failing(gone)).toEqual(['containers', 'ports']);
  // What is there still is looked at all the same.
  expect(gone.points).toContainEqual({
    point: 'probes',
    outcome: 'holds',
    detail: expect.stringContaining('cache: command redis-cli ping') as unknown,
  });

  at.environment['DOCKER_HOST'] = `unix://${at.folder}/nobody.sock`;
  const unseen = await verify(at, uuid);
  expect(unseen).toMatchObject({ exit: 4, verdict: 'unseen' });
  expect(unseen.points.slice(0, 4).map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'not-needed', 'holds']);
  delete at.environment['DOCKER_HOST'];
  expect((await at.portside('down', `${running.project.name}/demo`)).exit).toBe(0);
});

test('what replaced it, and what took it down, is named; nobody else’s ports are asked', async ({ at }) => {
  await alone(at);
  const running = await runInstance(at, files);
  const [{ execution_uuid: uuid } = { execution_uuid: '' }] = JSON.parse((await at.portside('ps', '--json')).stdout) as {
    execution_uuid: string;
  }[];
  const changed = await running.change(['echo one', 'echo two'], '--settle', '0s');
  const replaced = await verify(at, uuid);
  expect(replaced).toMatchObject({ exit: 1, verdict: 'superseded', next: [`portside verify ${changed.record.execution_uuid}`] });
  expect(failing(replaced)).toEqual(['containers']);
  expect(replaced.points.filter(({ point }) => point === 'ports')).toMatchObject([{ outcome: 'not-needed' }]);
  const now = await verify(at, changed.record.execution_uuid);
  expect(now).toMatchObject({ exit: 0, verdict: 'holds' });
  expect(now.points.map(({ detail }) => detail).join('\n')).toMatch(/cache: .* runs; left alone since up of/);

  const down = JSON.parse((await at.portside('down', 'demo', '--json')).stdout) as { execution_uuid: string };
  expect(await verify(at, down.execution_uuid)).toMatchObject({ exit: 0, verdict: 'holds' });
  const taken = await verify(at, changed.record.execution_uuid);
  expect(taken).toMatchObject({ exit: 1, verdict: 'superseded' });
  expect(taken.summary).toContain(`taken down by down of`);
  expect(taken.summary).toContain(down.execution_uuid);
  await running.up('--settle', '0s');
  expect(await verify(at, down.execution_uuid)).toMatchObject({ exit: 0, verdict: 'holds' });
  await at.portside('down', 'demo');
});

test('a failed one, an edited file, an edited row, and a claim with no record', async ({ at }) => {
  const userHome = await alone(at);
  const project = await at.project({
    'compose.yaml': 'services:\n  web: { image: "busybox:1.37", command: [sh, -c, "exit 3"], ports: ["80"] }\n',
  });
  const failed = await at.up(project.directory);
  const { execution_uuid: uuid } = failed.record;
  expect(await verify(at, uuid)).toMatchObject({ exit: 1, verdict: 'failed', next: [`portside diagnose ${uuid}`] });
  const again = (await at.up(project.directory)).record.execution_uuid;

  const faked = '0a1b2c3d-1111-4222-8333-444455556666';
  const folder = join(userHome, '.claude', 'projects', '-work');
  await mkdir(folder, { recursive: true });
  const transcript = join(folder, 'session.jsonl');
  const said = (text: string) => JSON.stringify({ type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text }] } });
  await writeFile(transcript, `${said('I deployed it')}\n${said(`Verified with UUID ${faked}`)}\n`);
  const claim = await verify(at, faked);
  expect(claim).toMatchObject({ exit: 1, verdict: 'never-recorded', mentions: [{ file: transcript, line: 2, by: 'assistant' }] });
  expect(claim.summary).toBe(
    `claimed in ${transcript}:2 by the assistant, and never recorded here: no such execution happened with this PORTSIDE_HOME`,
  );

  const file = join(at.home, 'records', `${uuid}.json`);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"success": false', '"success": true'));
  expect(await verify(at, uuid)).toMatchObject({ exit: 1, verdict: 'edited', summary: expect.stringContaining('metrics') as unknown });
  await writeFile(join(at.home, 'records', `${faked}.json`), text.replaceAll(uuid, faked));
  expect(await verify(at, faked)).toMatchObject({ exit: 1, verdict: 'forged' });
  await writeFile(file, text);

  const ledger = async () => {
    const { exit, stdout } = await at.portside('verify', '--ledger', '--json');
    return { exit, ...(JSON.parse(stdout) as LedgerReport) };
  };
  expect(await ledger()).toMatchObject({
    exit: 0,
    verdict: 'holds',
    records: 2,
    first: { execution_uuid: uuid },
    last: { execution_uuid: again },
  });
  const database = new Database(join(at.home, 'portside.db'));
  expect(() => database.exec('DELETE FROM records')).toThrow('records are not deleted');
  database.exec(
    `DROP TRIGGER records_are_not_updated; UPDATE records SET body = replace(body, '"success":false', '"success":true') WHERE seq = 1`,
  );
  database.close();
  expect(await ledger()).toMatchObject({
    exit: 1,
    verdict: 'broken-chain',
    break: { kind: 'edited', at: 1 },
    guards: { update: false, delete: true },
  });
  expect((await at.portside('verify', '--ledger')).stdout).toContain('✘ broken-chain: record 1 was edited');
  const edited = await verify(at, uuid);
  expect(edited).toMatchObject({ exit: 1, verdict: 'broken-chain' });
  expect(edited.points[0]?.detail).toContain('still says what was recorded');
  expect(await at.portside('verify', 'hello')).toMatchObject({ exit: 2, stderr: expect.stringContaining('is no UUID') as unknown });
});
