import { readFile, mkdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { filesBelow } from '../support/state.ts';
import { type Workplace, test } from '../support/workplace.ts';

const canary = 'cnry-7Qx2Zk9vTf41LmWb';
const source = new URL('.', import.meta.url);
const quickly = ['--timeout', '2s'];

async function projectWithSecret(at: Workplace) {
  const project = await at.project(source);
  await project.write('.env', `API_TOKEN=${canary}\n`);
  return project;
}

test('a secret that a failing service prints is shown nowhere', async ({ at }) => {
  const { directory } = await projectWithSecret(at);
  const plain = await at.portside('up', directory, '--verbose', ...quickly);
  const record = await at.portside('up', directory, '--json', ...quickly);
  const up = at.begin('up', directory, '--verbose', ...quickly);
  const events = await up.ended;

  expect([plain.exit, record.exit, events.exit]).toEqual([1, 1, 1]);
  for (const { stdout, stderr } of [plain, record, events]) expect(stdout + stderr).not.toContain(canary);
  expect(plain.stderr).toContain('connecting with ***');
  expect(record.stdout).toContain('refused: ***');
  await expectNothingWritten(at);
});

test('nor by logs, env, ps or exec of one that is kept', async ({ at }) => {
  const { directory } = await projectWithSecret(at);
  await at.portside('up', directory, '--name', 'kept', '--keep', ...quickly);
  const looks = await Promise.all([at.portside('logs', 'kept'), at.portside('env', 'kept'), at.portside('ps', '--json', '--verbose')]);
  expect(looks.map(({ exit }) => exit)).toEqual([0, 0, 0]);
  for (const { stdout, stderr } of looks) expect(stdout + stderr).not.toContain(canary);
  expect(looks[0]?.stdout).toContain('connecting with ***');
  await expectNothingWritten(at);
});

test("nor in Compose's own complaint about a value", async ({ at }) => {
  const project = await projectWithSecret(at);
  await project.edit('interval: 200ms', 'interval: ${API_TOKEN}');
  const { exit, stdout, stderr } = await at.portside('up', project.directory, '--json');
  expect(exit).toBe(2);
  expect(stdout + stderr).not.toContain(canary);
  expect(stdout + stderr).toContain('***');
  await expectNothingWritten(at);
});

test("a verified instance keeps it in its plan and its revision alone, and every file is its owner's", async ({ at }) => {
  const project = await projectWithSecret(at);
  await project.write('.env', `API_TOKEN=${canary}\nHEALTH=0\n`);
  await mkdir(at.home, { mode: 0o700 });
  const { exit, stderr } = await at.up(project.directory, '--name', 'good', '--record', `${at.home}/copy.json`);
  expect(exit, stderr).toBe(0);
  await expectNothingWritten(at);
});

/** Only the plans and revisions in PORTSIDE_HOME may hold it, and nobody else may read any file there. */
async function expectNothingWritten({ home }: Workplace): Promise<void> {
  const files = await filesBelow(home);
  expect(files.filter(({ mode }) => mode !== '600')).toEqual([]);
  const others = files.filter(({ path }) => !/\/instances\/[^/]+\/(plan-[^/]+|revisions\/\d+)\.json$/.test(path));
  for (const { path } of others) expect(await readFile(path, 'latin1'), path).not.toContain(canary);
}
