import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Graduating } from '../../../src/contract/graduate.ts';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import { history } from '../../../src/ledger/history.ts';
import { migrations } from '../../../src/ledger/schema.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { openDatabase } from '../../../src/system/database.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { freePort } from './free-port.ts';
import { compose } from './plain-compose.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);
const secret = 'correct-horse-battery-7';

test('trust is earned, written down as plain Compose that runs by itself, and lost with the next failure', async ({ at }) => {
  const project = await at.project(source);
  await project.write('.env', `API_PASSWORD=${secret}\n`);
  const up = () => at.up(project.directory, '--name', 'demo');
  const graduate = async (...flags: string[]) => {
    const { exit, stdout, stderr } = await at.portside('graduate', 'demo', '--json', ...flags);
    return { exit, stderr, said: stdout ? (JSON.parse(stdout) as Graduating) : undefined };
  };
  const standing = join(project.directory, 'compose.standing.yaml');
  const dynamic = await readFile(join(project.directory, 'compose.yaml'), 'utf8');

  const first = await up();
  expect(first.exit, first.stderr).toBe(0);
  await succeedAgain(at, first.record, 8);
  const early = await graduate();
  expect(early).toMatchObject({
    exit: 3,
    said: { graduated: false, missing: [{ condition: 'successes', more: 1 }], successes: 9, failures: 0 },
  });
  const refusal = early.said?.record?.execution_uuid ?? '';
  expect(await at.portside('verify', refusal)).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining('was stopped before it touched anything'),
  });
  expect(early.stderr).toContain('1 more success: it has 9 to 0, and 10 to 1 are asked for');

  expect((await at.portside('down', 'demo')).exit).toBe(0);
  expect(await graduate()).toMatchObject({ exit: 3, said: { missing: [{ condition: 'running' }, { condition: 'successes' }] } });
  expect((await up()).exit).toBe(0);

  await project.edit('GREETING:-hello', 'GREETING:-hi');
  expect(await graduate()).toMatchObject({ exit: 3, said: { missing: [{ condition: 'unchanged' }] } });
  await project.edit('GREETING:-hi', 'GREETING:-hello');

  const foreign = join(at.folder, 'somebody.yaml');
  await writeFile(foreign, 'services: {}\n');
  const notOurs = await graduate('--output', foreign);
  expect(notOurs).toMatchObject({ exit: 3 });
  expect(notOurs.stderr).toContain('is there already, and not as portside graduate wrote it');
  expect(await readFile(foreign, 'utf8')).toBe('services: {}\n');

  const done = await graduate();
  expect(done.exit, done.stderr).toBe(0);
  const { record } = done.said as Extract<Graduating, { graduated: true }>;
  expect(record).toMatchObject({
    ...{ action: 'graduate', counts: false, content_hash: first.record.content_hash },
    graduation: { successes: 10, failures: 0, ratio: 10, file: standing },
  });
  const text = await readFile(standing, 'utf8');
  expect(text).toContain(`# Execution ${record?.execution_uuid}`);
  expect(text).toContain('- ${API_PORT:-' + first.record.deployment.api_port + '}:8000');
  expect(text).toContain('API_PASSWORD: ${API_PASSWORD:?what the API is opened with}');
  expect(text).not.toContain(secret);
  expect(text.replaceAll(/^#.*$/gm, '')).not.toMatch(/portside/i);
  expect(await readFile(join(project.directory, 'compose.yaml'), 'utf8')).toBe(dynamic);

  // It lies in what the image is built from, and makes no other version of it.
  expect((await up()).record).toMatchObject({ content_hash: first.record.content_hash, metrics: { changed: false } });
  expect(await graduate()).toMatchObject({ exit: 0, said: { written: false, already: { execution_uuid: record?.execution_uuid } } });

  await runsByItself(standing, project.directory);

  await at.portside('down', 'demo');
  await project.write('data/broken', '');
  const failed = await at.portside('up', project.directory, '--name', 'demo', '--record', join(at.folder, 'failed.json'));
  expect(failed.exit).toBe(1);
  expect(failed.stderr).toContain('This version had graduated: the failure takes that back');
  const kept = JSON.parse(await readFile(join(at.folder, 'failed.json'), 'utf8')) as ExecutionRecord;
  expect(kept.failure?.took_back).toEqual({ graduation: record?.execution_uuid, file: standing });
  expect(await readFile(standing, 'utf8')).toBe(text);

  await rm(join(project.directory, 'data/broken'), { force: true });
  expect((await up()).exit).toBe(0);
  expect(await graduate()).toMatchObject({ exit: 3, said: { missing: [{ condition: 'successes', more: 9 }], successes: 1, failures: 0 } });
});

/** The same execution again and again, by the ledger's own code: a start takes seconds, and all of them are alike. */
async function succeedAgain(at: Workplace, record: ExecutionRecord, times: number): Promise<void> {
  const database = openDatabase(join(at.home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  const ledger = history(database, at.home);
  const {
    hash: _hash,
    previous_hash: _previous,
    sequence: _sequence,
    ledger_id: _ledger,
    counts: _counts,
    signature: _signature,
    ...plain
  } = record;
  for (let count = 0; count < times; count++) await ledger.append({ ...plain, execution_uuid: randomUUID() }, { counts: true });
  await database.close();
}

/** Plain `docker compose`, another project, another port, and a look from outside. */
async function runsByItself(file: string, directory: string): Promise<void> {
  const port = await freePort();
  const name = `standing-${randomUUID().slice(0, 8)}`;
  const run = (...args: string[]) =>
    compose(['-f', file, '-p', name, ...args], { directory, variables: { API_PORT: String(port), TOKEN: 'mine' } });
  await expect(compose(['-f', file, '-p', name, 'config', '-q'], { directory, variables: {} })).rejects.toThrow(
    'set TOKEN, a secret of your own',
  );
  try {
    await run('config', '-q');
    await run('up', '-d', '--wait');
    expect((await (await fetch(`http://127.0.0.1:${port}/index.html`)).text()).trim()).toBe('it is up');
    const inside = await run('exec', '-T', 'web', 'env');
    expect(inside).toContain('TOKEN=mine\n');
    expect(inside).toContain(`API_PASSWORD=${secret}\n`);
  } finally {
    await run('down', '--volumes', '--rmi', 'local');
  }
}
